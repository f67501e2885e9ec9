package dev.flywheel.inference.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.inference.ShopFixtures;
import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.inference.serving.ServedModel;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.scoring.RowScorer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {

    @TempDir Path directory;

    private final List<PredictionServed> log = new ArrayList<>();
    private final Predictor predictor =
            new Predictor(
                    ServedFixtures.CLOCK,
                    new PredictionRecorder(
                            (_, _, served) -> log.add(served.get()),
                            new SimpleMeterRegistry(),
                            ServedFixtures.CLOCK));

    @SuppressWarnings("NullAway.Init")
    private ServedModel model;

    @BeforeEach
    void serve() {
        model = ServedFixtures.served(directory);
    }

    @AfterEach
    void close() {
        model.online().close();
    }

    @Test
    void scoresTheFeaturesThatItLogs() {
        Prediction prediction = predictor.predict(model, query("U1", "A2", null));

        PredictionServed served = log.getFirst();
        assertThat(served.candidates()).hasSize(1);
        PredictionServed.Scored scored = served.candidates().getFirst();
        assertThat(scored.features())
                .containsEntry("user_clicks", 2.0)
                .containsEntry("user_last_item", "A2")
                .containsEntry("user_item_clicks", 1.0)
                .containsEntry("item_price", 12.0);
        RowScorer scorer = model.scoring().scorer();
        FeatureRow again = FeatureRow.of(model.bundle().columns(), scored.features());
        assertThat(Double.doubleToLongBits(prediction.items().getFirst().score()))
                .isEqualTo(Double.doubleToLongBits(scorer.score(again)))
                .isEqualTo(Double.doubleToLongBits(scored.score()));
        assertThat(served.states())
                .containsOnlyKeys("user:U1", "item:A2", "user+item:U1|A2")
                .extractingByKey("user:U1")
                .satisfies(mark -> assertThat(mark.count()).isEqualTo(2));
        assertThat(served.eventTime()).isEqualTo(ShopFixtures.LAST_CLICK);
        assertThat(prediction.warnings()).isEmpty();
    }

    @Test
    void decidesByTheThresholdThatTheBundleHas() {
        double score = predictor.predict(model, query("U1", "A2", null)).items().getFirst().score();

        assertThat(model.decision(score)).isNull();
        assertThat(logged(log.getFirst())).doesNotContain("threshold", "decision");
        assertThat(decided(score)).isTrue();
        assertThat(decided(Math.nextUp(score))).isFalse();
    }

    /// What the log says was decided under a threshold.
    private @Nullable Boolean decided(double threshold) {
        ServedModel deciding =
                ServedFixtures.served(directory.resolve("from-" + threshold), threshold);
        try {
            predictor.predict(deciding, query("U1", "A2", null));
            predictor.rank(deciding, new RankQuery(query("U1", null, null), null, 5));
        } finally {
            deciding.online().close();
        }
        PredictionServed ranked = log.getLast();
        assertThat(logged(ranked)).doesNotContain("threshold", "decision");
        PredictionServed single = log.get(log.size() - 2);
        assertThat(single.threshold()).isEqualTo(threshold);
        assertThat(Json.read(Json.bytes(single), PredictionServed.class)).isEqualTo(single);
        return single.candidates().getFirst().decision();
    }

    private static String logged(PredictionServed served) {
        return new String(Json.bytes(served), StandardCharsets.UTF_8);
    }

    @Test
    void warnsOfUnknownEntitiesAndAnswersAllTheSame() {
        Prediction prediction = predictor.predict(model, query("nobody", "nothing", null));

        assertThat(prediction.items().getFirst().score()).isBetween(0.0, 1.0);
        assertThat(prediction.warnings())
                .containsExactlyInAnyOrder(
                        "user_id 'nobody' is unknown: its features have their defaults",
                        "item_id 'nothing' is unknown: its features have their defaults");
    }

    @Test
    void ranksTheCatalogueAsItScoresEachRow() {
        Prediction ranked = predictor.rank(model, new RankQuery(query("U1", null, null), null, 5));

        assertThat(ranked.items()).hasSize(ShopFixtures.ITEMS);
        for (Prediction.Item item : ranked.items()) {
            Prediction single = predictor.predict(model, query("U1", item.key(), null));
            assertThat(Double.doubleToLongBits(item.score()))
                    .isEqualTo(Double.doubleToLongBits(single.items().getFirst().score()));
        }
        assertThat(ranked.items())
                .extracting(Prediction.Item::score)
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
        assertThat(log.getFirst().ranking())
                .isEqualTo(ranked.items().stream().map(Prediction.Item::key).toList());
        assertThat(log.getFirst().candidates()).hasSize(8);
    }

    @Test
    void ranksOnlyTheCandidatesAndNamesTheUnknownOnes() {
        RankQuery rank =
                new RankQuery(query("U1", null, null), List.of("A3", "X1", "A4", "X2"), 10);

        Prediction ranked = predictor.rank(model, rank);

        assertThat(ranked.items())
                .extracting(Prediction.Item::key)
                .containsExactlyInAnyOrder("A3", "X1", "A4", "X2");
        assertThat(ranked.warnings())
                .containsExactly(
                        "item_id 'X1', 'X2' are unknown: their features have their defaults");
    }

    @Test
    void neverLooksBackBeforeTheLatestEventOfAState() {
        Instant early = ShopFixtures.OPENED.minusSeconds(3600);

        predictor.predict(model, query("U1", "A2", early));
        predictor.predict(model, query("U1", "A2", null));

        assertThat(log.get(0).eventTime()).isEqualTo(early);
        Map<String, Object> asked = new HashMap<>(features(log.get(0)));
        Map<String, Object> known = new HashMap<>(features(log.get(1)));
        assertThat(asked.remove("hour")).isEqualTo(7.0);
        assertThat(known.remove("hour")).isEqualTo(8 + 1 / 60.0);
        assertThat(asked).isEqualTo(known);
    }

    private static Map<String, Object> features(PredictionServed served) {
        return served.candidates().getFirst().features();
    }

    @Test
    void drawsTheSameUniformSampleForTheSamePrediction() {
        int[] drawn = new int[20];
        for (int i = 0; i < 4000; i++) {
            String id = "prediction-" + i;
            int[] sample = PredictionRecorder.sample(id, 20);
            assertThat(PredictionRecorder.sample(id, 20)).isEqualTo(sample);
            for (int position : sample) {
                drawn[position]++;
            }
        }

        for (int count : drawn) {
            assertThat(count).isBetween(1450, 1750);
        }
        assertThat(PredictionRecorder.sample("few", 3)).containsExactly(0, 1, 2);
        assertThat(PredictionRecorder.sample("none", 0)).isEmpty();
    }

    private static Query query(String user, @Nullable String item, @Nullable Instant at) {
        Map<String, String> keys =
                item == null ? Map.of("user", user) : Map.of("user", user, "item", item);
        return new Query(keys, Map.of(), null, at);
    }
}
