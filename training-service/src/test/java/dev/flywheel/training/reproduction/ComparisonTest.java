package dev.flywheel.training.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.ReproductionOutcome.Difference;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.model.bundle.GoldenRow;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.encoding.FittedColumn;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.Scorer;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FeatureEncoder ENCODER =
            new FeatureEncoder(
                    List.of(new FittedColumn.Categorical("item", List.of("A", "B"), null, false)));
    private static final Map<String, String> HERE = Map.of("jdk", "25", "cpu", "one");

    @Test
    void isIdenticalWithTheSameDigestAndBits() {
        Comparison comparison = comparison("d1", plan(1), ENCODER, HERE);

        assertThat(comparison.verdict()).isEqualTo(Verdict.IDENTICAL);
        assertThat(comparison.outcome(NOW, NOW).differences()).isEmpty();
    }

    @Test
    void isReproducedNumericallyWithinAMillionth() {
        Comparison comparison = comparison("d2", plan(1 + 1e-7), ENCODER, HERE);

        assertThat(comparison.verdict()).isEqualTo(Verdict.REPRODUCED_NUMERICALLY);
        assertThat(comparison.largest()).isPositive().isLessThan(1e-6);
        assertThat(comparison.outcome(NOW, NOW).detail())
                .endsWith("Nothing that is known of the environment differs.");
    }

    @Test
    void isDifferentBeyondAMillionth() {
        Comparison comparison = comparison("d2", plan(1.01), ENCODER, HERE);

        assertThat(comparison.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(comparison.largest()).isCloseTo(0.00196, within(1e-5));
    }

    /// A plan that no longer scores as it did is told, although the model is the same.
    @Test
    void isNotIdenticalWhereTheSameModelScoresOtherwise() {
        assertThat(comparison("d1", plan(1.01), ENCODER, HERE).verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void takesAScoreThatIsNoNumberForDifferent() {
        assertThat(comparison("d1", plan(Double.NaN), ENCODER, HERE).verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void namesWhatDiffersInTheEnvironment() {
        Comparison comparison =
                comparison("d2", plan(1), ENCODER, Map.of("jdk", "26", "xgboost", "3.0"));

        assertThat(comparison.outcome(NOW, NOW).differences())
                .containsExactly(
                        new Difference("model_digest", "d1", "d2"),
                        new Difference("cpu", "one", null),
                        new Difference("jdk", "25", "26"),
                        new Difference("xgboost", null, "3.0"));
        assertThat(comparison.outcome(NOW, NOW).detail())
                .endsWith("Of the environment differ: cpu, jdk, xgboost.");
    }

    @Test
    void namesAColumnThatWasFittedOtherwiseWithoutItsValues() {
        FeatureEncoder other =
                new FeatureEncoder(
                        List.of(
                                new FittedColumn.Categorical(
                                        "item", List.of("A", "SECRET"), null, false)));

        Comparison comparison = comparison("d2", plan(1), other, HERE);

        assertThat(comparison.made()).extracting(Difference::what).contains("encoding of item");
        assertThat(comparison.made().toString()).doesNotContain("SECRET");
    }

    private static LinearPlan plan(double weight) {
        return new LinearPlan(0, new double[] {weight, -1}, 0);
    }

    private static Comparison comparison(
            String digest, LinearPlan plan, FeatureEncoder encoder, Map<String, String> here) {
        return Comparison.of(original(), new Rebuilt(digest, encoder, plan, here));
    }

    private static Original original() {
        Scorer scorer = new Scorer(ENCODER, plan(1));
        List<GoldenRow> golden =
                List.of("A", "B").stream()
                        .map(item -> {
                            Map<String, Object> features = Map.of("item", item);
                            double score = scorer.score(FeatureRow.of(ENCODER.columns(), features));
                            return new GoldenRow(
                                    features,
                                    score,
                                    Long.toHexString(Double.doubleToLongBits(score)));
                        })
                        .toList();
        var pipeline = PipelineReader.read(Path.of("src/test/resources/pipelines/clicks.yaml"));
        return new Original(
                pipeline,
                pipeline.hash(),
                manifest(),
                new Candidate(Trainer.LOGISTIC_REGRESSION, Map.of()),
                "d1",
                ENCODER.fitted(),
                golden,
                Map.of("jdk", "25", "cpu", "one"));
    }

    private static SnapshotManifest manifest() {
        SnapshotManifest.File none = new SnapshotManifest.File("0".repeat(64), 0);
        return new SnapshotManifest(
                "s1",
                "clicks",
                "hash",
                "feature-set",
                new SnapshotRequest(null, null, 1L, null, 1),
                1,
                NOW,
                NOW,
                2,
                1,
                0,
                2,
                1,
                42,
                List.of(),
                none,
                none,
                NOW);
    }
}
