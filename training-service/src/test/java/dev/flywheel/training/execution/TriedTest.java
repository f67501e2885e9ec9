package dev.flywheel.training.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Training.Candidate;
import dev.flywheel.pipeline.spec.Training.Trainer;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.PredictedRows;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.evaluation.ScoredRows;
import dev.flywheel.training.run.Findings.CandidateReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TriedTest {

    private static final Candidate CANDIDATE =
            new Candidate(Trainer.LOGISTIC_REGRESSION, Map.of("epochs", 3L));

    @Test
    void tellsMeanAndSpreadOverFolds() {
        Tried tried = tried("mae");
        tried.add(predicted(1), 0.5);
        tried.add(predicted(2), 0.25);
        tried.add(predicted(6), 0.25);

        CandidateReport report = tried.report(null);

        assertThat(report.validation()).contains(entry("mae", 3.0));
        assertThat(report.spread().get("mae")).isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(report.folds())
                .extracting(fold -> fold.get("mae"))
                .containsExactly(1.0, 2.0, 6.0);
        assertThat(report.seconds()).isEqualTo(1);
        assertThat(report.threshold()).isNull();
    }

    @Test
    void hasNoFoldsWhereThereIsOneValidationPart() {
        Tried tried = tried("mae");
        tried.add(predicted(2), 1);

        CandidateReport report = tried.report(null);

        assertThat(report.validation()).contains(entry("mae", 2.0));
        assertThat(report.folds()).isEmpty();
        assertThat(report.spread()).isEmpty();
    }

    /// Alone, the folds would say yes from 0.8, 0.3 and 0.275.
    @Test
    void decidesByOneThresholdInAllFolds() {
        Tried tried = tried("cost");
        tried.add(scored(new double[] {0.9, 0.7, 0.6}, new boolean[] {true, false, false}), 0);
        tried.add(scored(new double[] {0.4, 0.2, 0.1}, new boolean[] {true, false, false}), 0);
        tried.add(scored(new double[] {0.35, 0.2, 0.1}, new boolean[] {true, false, false}), 0);

        CandidateReport report = tried.report(new Cost(1, 10));

        assertThat(report.threshold()).isEqualTo((0.4 + 0.2) / 2);
        assertThat(report.folds())
                .extracting(fold -> fold.get("cost"))
                .containsExactly(2 / 3.0, 0.0, 0.0);
        assertThat(report.validation())
                .hasEntrySatisfying(
                        "cost", cost -> assertThat(cost).isCloseTo(2 / 9.0, within(1e-12)));
    }

    /// What costs least on all rows together is a threshold of 0.75.
    @Test
    void keepsItsThresholdWhereOneFoldHasWrongProbabilities() {
        double[] probabilities = {0.4, 0.3, 0.1, 0.05};
        boolean[] labels = {true, true, false, false};
        double[] tooHigh = {0.9, 0.8, 0.7, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6};
        boolean[] rare = new boolean[tooHigh.length];
        rare[0] = true;
        rare[1] = true;
        Tried right = tried("cost");
        Tried misled = tried("cost");
        for (int fold = 0; fold < 3; fold++) {
            right.add(scored(probabilities, labels), 0);
            misled.add(fold == 1 ? scored(tooHigh, rare) : scored(probabilities, labels), 0);
        }

        Double threshold = misled.report(new Cost(1, 2)).threshold();

        assertThat(threshold).isEqualTo(right.report(new Cost(1, 2)).threshold()).isEqualTo(0.2);
    }

    @Test
    void learnsNoThresholdFromFoldsWithoutPositives() {
        Tried some = tried("cost");
        some.add(scored(new double[] {0.4, 0.2}, new boolean[] {true, false}), 0);
        some.add(scored(new double[] {0.4, 0.2}, new boolean[] {false, false}), 0);
        some.add(scored(new double[] {0.5, 0.1}, new boolean[] {false, false}), 0);
        Tried none = tried("cost");
        none.add(scored(new double[] {0.4, 0.2}, new boolean[] {false, false}), 0);

        assertThat(some.report(new Cost(1, 4)).threshold()).isCloseTo(0.3, within(1e-12));
        assertThat(none.report(new Cost(1, 4)).threshold()).isEqualTo(0.2);
    }

    @Test
    void averagesOverTheFoldsThatHaveTheMetric() {
        Tried tried = tried("auc");
        tried.add(scored(new double[] {0.9, 0.1}, new boolean[] {true, false}), 0);
        tried.add(scored(new double[] {0.9, 0.1}, new boolean[] {false, false}), 0);

        CandidateReport report = tried.report(null);

        assertThat(report.validation()).contains(entry("auc", 1.0));
        assertThat(report.folds().get(1)).doesNotContainKey("auc");
        assertThat(report.spread()).doesNotContainKey("auc").containsKey("log_loss");
    }

    @Test
    void alwaysTellsTheMetricThatChooses() {
        Tried tried = tried("ndcg@3");
        ScoredRows rows = new ScoredRows(new double[0], new boolean[0]);
        RankedList list =
                RankedList.of(new double[] {2, 3, 1, 0}, new boolean[] {true, false, false, false});
        tried.add(new Evaluation(rows, List.of(list)), 0);

        assertThat(tried.report(null).validation()).containsKey("ndcg@3");
    }

    private static Tried tried(String by) {
        return new Tried(CANDIDATE, Objects.requireNonNull(Metric.parse(by)));
    }

    private static Evaluation predicted(double error) {
        return new Evaluation(
                new PredictedRows(new double[] {error, 10 - error}, new double[] {0, 10}),
                List.of());
    }

    private static Evaluation scored(double[] probabilities, boolean[] labels) {
        return new Evaluation(new ScoredRows(probabilities, labels), List.of());
    }
}
