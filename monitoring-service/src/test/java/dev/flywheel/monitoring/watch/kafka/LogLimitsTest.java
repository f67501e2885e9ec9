package dev.flywheel.monitoring.watch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.monitoring.MonitoringFixtures.Shop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLimitsTest {

    private static final Instant AT = Instant.parse("2008-07-01T00:00:00Z");

    @Test
    void letsOrdinaryRecordsIn() {
        PredictionServed prediction = prediction("p", AT);
        OutcomeObserved outcome = new Shop(7, 1, false).outcome(prediction, 1);

        assertThat(LogLimits.require(prediction)).isSameAs(prediction);
        assertThat(LogLimits.require(outcome)).isSameAs(outcome);
        assertThat(LogLimits.require(outcome("p", AT, null, "A1")).eventId()).isNull();
    }

    @Test
    void refusesInstantsBeyondTheYearsOfATimestamp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        LogLimits.require(
                                prediction("p", Instant.parse("+300000-01-01T00:00:00Z"))))
                .withMessageContaining("event_time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(outcome("p", Instant.MIN, "e", "A1")))
                .withMessageContaining("happened_at");
        assertThat(LogLimits.require(prediction("p", Instant.parse("9999-12-31T23:59:59Z"))))
                .isNotNull();
    }

    @Test
    void refusesIdsThatNoIndexHolds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(prediction("é".repeat(501), AT)))
                .withMessage("prediction_id has 1002 bytes, more than 1000");
        assertThat(LogLimits.require(prediction("é".repeat(500), AT))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(outcome("p", AT, "e".repeat(1001), "A1")))
                .withMessageContaining("event_id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(outcome("p", AT, null, "A".repeat(1001))))
                .withMessageContaining("keys");
    }

    @Test
    void refusesANul() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(prediction("p\0", AT)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLimits.require(outcome("p", AT, "e", "A\0")));
    }

    @Test
    void refusesARecordWithoutAnId() {
        OutcomeObserved nameless =
                Json.read(
                        "{\"label\":1,\"happened_at\":\"2008-07-01T00:00:00Z\"}"
                                .getBytes(StandardCharsets.UTF_8),
                        OutcomeObserved.class);

        assertThatNullPointerException().isThrownBy(() -> LogLimits.require(nameless));
    }

    private static PredictionServed prediction(String id, Instant at) {
        return new Shop(7, 1, false).prediction(id, 1, at);
    }

    private static OutcomeObserved outcome(
            String id, Instant at, @Nullable String event, String item) {
        return new OutcomeObserved(id, Map.of("item_id", item), 1, at, AT, event);
    }
}
