package dev.flywheel.monitoring.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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
