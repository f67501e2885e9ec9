package dev.flywheel.training.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.pipeline.spec.Gate;
import dev.flywheel.pipeline.spec.Gate.Baseline;
import dev.flywheel.pipeline.spec.Gate.Requirement;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.training.evaluation.Evaluation;
import dev.flywheel.training.evaluation.RankedList;
import dev.flywheel.training.evaluation.ScoredRows;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromotionGateTest {

    private static final Metric NDCG = metric("ndcg@10");

    @Test
    void passesAFirstVersionThatReachesWhatIsAskedFor() {
        Verdict verdict =
                gate(new Requirement.AtLeast(metric("auc"), 0.75))
                        .judge(ranking(0.9), baselines(), new Champion.None());

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.reasons())
                .extracting(Verdict.Reason::text)
                .containsExactly(
                        "auc is 1.0000, at least 0.75 is asked for",
                        "there is no champion to beat");
    }

    @Test
    void tellsEveryReasonAndNotTheFirst() {
        Verdict verdict =
                gate(
                                new Requirement.AtLeast(metric("auc"), 1.5),
                                new Requirement.AtMost(metric("log_loss"), 0.0001),
                                new Requirement.BetterThan(NDCG, Baseline.POPULARITY))
                        .judge(ranking(0.1), baselines(), new Champion.None());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reasons())
                .extracting(Verdict.Reason::passed)
                .containsExactly(false, false, false, true);
        assertThat(verdict.summary())
                .startsWith("failed: auc is 1.0000, at least 1.5 is asked for; failed: log_loss");
    }

    @Test
    void promotesWhatIsBetterThanTheChampion() {
        Verdict verdict =
                gate().judge(ranking(0.6), baselines(), new Champion.Evaluated(3, ranking(0.3)));

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.summary()).contains("champion 3 reaches", "1.0000 of the bootstrap");
    }

    @Test
    void keepsTheChampionWhereTheDifferenceMayBeChance() {
        Evaluation same = ranking(0.5);

        Verdict verdict = gate().judge(same, baselines(), new Champion.Evaluated(3, same));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.summary()).contains("better in 0.0000 of the bootstrap samples");
    }

    @Test
    void asksForAPersonWhereTheChampionCanNotBeCompared() {
        Verdict verdict =
                gate().judge(
                                ranking(0.9),
                                baselines(),
                                new Champion.Incomparable(2, "it reads other features"));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.summary())
                .contains("champion 2 can't be compared", "promote by force to replace it");
    }

    @Test
    void knowsThatLessLogLossIsBetter() {
        PairedBootstrap.Comparison found =
                new PairedBootstrap(1).compare(rows(0.9), rows(0.6), metric("log_loss"));

        assertThat(found.challenger()).isLessThan(found.champion());
        assertThat(found.confidence()).isEqualTo(1);
    }

    @Test
    void drawsTheSameSamplesForTheSameSeed() {
        Evaluation first = ranking(0.5);
        Evaluation second = ranking(0.48);

        PairedBootstrap.Comparison once = new PairedBootstrap(42).compare(first, second, NDCG);
        PairedBootstrap.Comparison again = new PairedBootstrap(42).compare(first, second, NDCG);

        assertThat(again).isEqualTo(once);
        assertThat(once.confidence()).isBetween(0.5, 0.999);
    }

    private static PromotionGate gate(Requirement... requirements) {
        return new PromotionGate(
                new Gate(
                        List.of(requirements),
                        new Gate.AgainstChampion(NDCG, 0.95),
                        Gate.Promote.AUTOMATIC),
                42);
    }

    private static Map<Baseline, Evaluation> baselines() {
        return Map.of(Baseline.POPULARITY, ranking(0.2), Baseline.MAJORITY, ranking(0));
    }

    /// Ranks the positive of that share of 500 lists first, and all others last.
    private static Evaluation ranking(double share) {
        Random random = new Random(Double.hashCode(share));
        List<RankedList> lists =
                IntStream.range(0, 500)
                        .mapToObj(_ ->
                                new RankedList(
                                        new double[] {random.nextDouble() < share ? 1 : 50},
                                        new int[] {1},
                                        50))
                        .toList();
        return new Evaluation(
                new ScoredRows(new double[] {0.9, 0.2}, new boolean[] {true, false}), lists);
    }

    private static Evaluation rows(double right) {
        double[] probabilities = new double[100];
        boolean[] labels = new boolean[100];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2 == 0;
            probabilities[i] = labels[i] ? right : 1 - right;
        }
        return new Evaluation(new ScoredRows(probabilities, labels), List.of());
    }

    private static Metric metric(String word) {
        return Objects.requireNonNull(Metric.parse(word), word);
    }
}
