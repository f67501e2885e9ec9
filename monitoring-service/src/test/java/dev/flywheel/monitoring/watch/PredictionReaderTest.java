package dev.flywheel.monitoring.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.PredictionServed.Kind;
import dev.flywheel.contracts.PredictionServed.Scored;
import dev.flywheel.monitoring.MonitoringFixtures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredictionReaderTest {

    private final PredictionReader reader =
            new PredictionReader(MonitoringFixtures.aPipeline("shop"));

    @Test
    void keepsWhatWasDecided() {
        assertThat(reader.pending(prediction(Kind.PREDICT, true)).decision()).isTrue();
        assertThat(reader.pending(prediction(Kind.PREDICT, false)).decision()).isFalse();
        assertThat(reader.pending(prediction(Kind.PREDICT, null)).decision()).isNull();
    }

    @Test
    void decidesNothingOfARank() {
        assertThat(reader.pending(prediction(Kind.RANK, null)).decision()).isNull();
        assertThat(reader.pending(prediction(Kind.RANK, null)).ranking()).containsExactly("I1");
    }

    private static PredictionServed prediction(Kind kind, @Nullable Boolean decision) {
        return new PredictionServed(
                "p",
                null,
                kind,
                "shop",
                "shop",
                1,
                "champion",
                "0123456789ab",
                MonitoringFixtures.START,
                MonitoringFixtures.START,
                100,
                Map.of("user_id", "U1"),
                List.of(
                        new Scored(
                                Map.of("user_id", "U1", "item_id", "I1"), Map.of(), 0.7, decision)),
                kind == Kind.RANK ? List.of("I1") : List.of(),
                Map.of(),
                List.of(),
                decision == null ? null : 0.5);
    }
}
