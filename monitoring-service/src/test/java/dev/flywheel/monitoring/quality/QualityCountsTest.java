package dev.flywheel.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.spec.Evaluation.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class QualityCountsTest {

    @Test
    void scoresAChoiceByItsRank() {
        QualityCounts counts = QualityCounts.empty(10).seen(4, 0);
        counts.addChoice(0, 1);
        counts.addChoice(1, 3);
        counts.addChoice(2, 11);
        counts.addChoice(3, 0);

        assertThat(value(counts, "ndcg@10")).isCloseTo((1 + 0.5) / 4, within(1e-9));
        assertThat(value(counts, "mrr@10")).isCloseTo((1 + 1 / 3.0) / 4, within(1e-9));
        assertThat(value(counts, "hit_rate@10")).isCloseTo(0.5, within(1e-9));
        assertThat(counts.joined()).isEqualTo(4);
    }

    @Test
    void computesNothingWithoutNegatives() {
        QualityCounts counts = QualityCounts.empty(10).seen(0, 1);
        counts.addLabel(0, 0.9, true);

        assertThat(counts.metrics()).isEmpty();
    }

    @Test
    void measuresSinglePredictionsOnceBothLabelsAreThere() {
        QualityCounts counts = QualityCounts.empty(10).seen(0, 2);
        counts.addLabel(0, 0.8, true);
        counts.addLabel(1, 0.2, false);

        assertThat(value(counts, "auc")).isEqualTo(1);
        assertThat(value(counts, "log_loss")).isCloseTo(-Math.log(0.8), within(1e-9));
        assertThat(value(counts, "calibration")).isCloseTo(1, within(1e-9));
    }

    @Test
    void measuresDecisions() {
        QualityCounts counts = QualityCounts.empty(10);
        Cost cost = new Cost(1, 50);
        counts.addDecision(0, true, true, cost);
        counts.addDecision(1, true, false, cost);
        counts.addDecision(2, false, true, cost);
        counts.addDecision(3, false, false, cost);
        counts.addDecision(4, false, false, cost);

        assertThat(value(counts, "accuracy")).isCloseTo(3 / 5.0, within(1e-9));
        assertThat(value(counts, "precision")).isCloseTo(1 / 2.0, within(1e-9));
        assertThat(value(counts, "recall")).isCloseTo(1 / 2.0, within(1e-9));
        assertThat(value(counts, "cost")).isCloseTo(51 / 5.0, within(1e-9));
    }

    @Test
    void measuresErrorsOfNumbers() {
        QualityCounts counts = QualityCounts.empty(10).seen(0, 2);
        counts.addNumber(0, 10, 13);
        counts.addNumber(1, 10, 6);

        assertThat(value(counts, "mae")).isCloseTo(3.5, within(1e-9));
        assertThat(value(counts, "rmse")).isCloseTo(Math.sqrt(12.5), within(1e-9));
        assertThat(counts.joined()).isEqualTo(2);
        assertThat(counts.metrics()).containsOnlyKeys("mae", "rmse");
    }

    @Property(tries = 50)
    void addsUpErrorsOfAnySizeInAnySplit(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 100) int rows,
            @ForAll @DoubleRange(min = 0.01, max = 1e12) double size) {
        QualityCounts whole = QualityCounts.empty(10);
        QualityCounts left = QualityCounts.empty(10);
        QualityCounts right = QualityCounts.empty(10);
        double squares = 0;
        for (int i = 0; i < rows; i++) {
            int group = random.nextInt(16);
            double truth = size * random.nextGaussian();
            double predicted = size * random.nextGaussian();
            squares += (predicted - truth) * (predicted - truth);
            whole.addNumber(group, predicted, truth);
            (random.nextBoolean() ? left : right).addNumber(group, predicted, truth);
        }

        QualityCounts sum = left.plus(right);

        double expected = Math.sqrt(squares / rows);
        assertThat(value(whole, "rmse")).isCloseTo(expected, withinPercentage(0.01));
        assertThat(Json.bytes(sum)).isEqualTo(Json.bytes(whole));
        assertThat(Json.bytes(Json.read(Json.bytes(sum), QualityCounts.class)))
                .isEqualTo(Json.bytes(sum));
    }

    /// As a window was kept before there were decisions and errors.
    @Test
    void readsWindowsOfEarlierVersions() {
        QualityCounts counts = QualityCounts.empty(10).seen(1, 0);
        counts.addChoice(0, 1);
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(Json.bytes(counts));
        json.remove(List.of("decisions", "errors"));

        QualityCounts read = Json.read(Json.bytes(json), QualityCounts.class);

        assertThat(value(read.plus(counts), "ndcg@10")).isEqualTo(1);
    }

    @Property(tries = 50)
    void findsTheAucOfBruteForce(
            @ForAll Random random, @ForAll @IntRange(min = 20, max = 200) int rows) {
        QualityCounts counts = QualityCounts.empty(10);
        List<Double> positives = new ArrayList<>(List.of(0.5));
        List<Double> negatives = new ArrayList<>(List.of(0.5));
        counts.addLabel(0, 0.5, true);
        counts.addLabel(0, 0.5, false);
        for (int i = 0; i < rows; i++) {
            boolean positive = random.nextBoolean();
            double score = random.nextDouble();
            counts.addLabel(random.nextInt(16), score, positive);
            (positive ? positives : negatives).add(score);
        }

        double wins = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }
        double expected = wins / positives.size() / negatives.size();
        assertThat(value(counts, "auc")).isCloseTo(expected, within(0.02));
    }

    @Property(tries = 50)
    void addsUpToTheSameInAnySplit(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 100) int rows) {
        QualityCounts whole = QualityCounts.empty(10).seen(rows, 0);
        QualityCounts left = QualityCounts.empty(10).seen(rows, 0);
        QualityCounts right = QualityCounts.empty(10);
        for (int i = 0; i < rows; i++) {
            int group = random.nextInt(16);
            int rank = random.nextInt(40);
            whole.addChoice(group, rank);
            (random.nextBoolean() ? left : right).addChoice(group, rank);
        }

        QualityCounts sum = left.plus(right);

        assertThat(Json.bytes(sum)).isEqualTo(Json.bytes(whole));
        assertThat(Json.bytes(Json.read(Json.bytes(sum), QualityCounts.class)))
                .isEqualTo(Json.bytes(sum));
    }

    private static double value(QualityCounts counts, String metric) {
        return Objects.requireNonNull(counts.metrics().get(metric), metric).value();
    }
}
