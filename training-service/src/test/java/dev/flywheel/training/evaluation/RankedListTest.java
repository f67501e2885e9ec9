package dev.flywheel.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedListTest {

    @Test
    void measuresPrecisionAmongTheFirst() {
        RankedList period =
                RankedList.of(
                        new double[] {0.9, 0.8, 0.7, 0.1},
                        new boolean[] {true, false, true, false});

        assertThat(period.value(metric("precision@1"))).isEqualTo(1);
        assertThat(period.value(metric("precision@2"))).isEqualTo(0.5);
        assertThat(period.value(metric("precision@100"))).isEqualTo(0.5);
    }

    /// Ten of which any may be the first few: whatever k is, three tenths are to be expected.
    @Test
    void expectsOfATieWhatAnyOrderOfItWouldGiveOnAverage() {
        boolean[] positive = new boolean[10];
        Arrays.fill(positive, 4, 7, true);

        RankedList same = RankedList.of(new double[10], positive);
        RankedList oneAhead =
                RankedList.of(new double[] {2, 1, 1, 0}, new boolean[] {true, true, false, true});

        for (int k : new int[] {1, 3, 5, 6, 9, 10, 20}) {
            assertThat(same.value(metric("precision@" + k)))
                    .as("k = " + k)
                    .isCloseTo(0.3, within(1e-12));
        }
        assertThat(oneAhead.value(metric("precision@2"))).isEqualTo(0.75);
        assertThat(oneAhead.value(metric("precision@3"))).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(oneAhead.value(metric("precision@4"))).isEqualTo(0.75);
    }

    @Test
    void ranksTheBestScoreFirst() {
        RankedList list =
                RankedList.of(new double[] {0.1, 0.9, 0.5}, new boolean[] {false, false, true});

        assertThat(list.ranks()).containsExactly(2);
        assertThat(list.value(metric("ndcg@10"))).isCloseTo(0.6309297535714575, within(1e-15));
        assertThat(list.value(metric("mrr@10"))).isEqualTo(0.5);
        assertThat(list.value(metric("hit_rate@1"))).isZero();
        assertThat(list.value(metric("hit_rate@2"))).isEqualTo(1);
        assertThat(list.value(metric("map"))).isEqualTo(0.5);
        assertThat(list.value(metric("gauc"))).isEqualTo(0.5);
    }

    @Test
    void gainsNothingByScoringEverythingTheSame() {
        RankedList list = RankedList.of(new double[217], positiveAt(217, 3));

        assertThat(list.ranks()).containsExactly(109);
        assertThat(list.value(metric("hit_rate@10"))).isZero();
        assertThat(list.value(metric("gauc"))).isEqualTo(0.5);
    }

    @Test
    void countsNothingBeyondTheCutOff() {
        double[] scores = IntStream.range(0, 20).mapToDouble(i -> -i).toArray();

        RankedList eleventh = RankedList.of(scores, positiveAt(20, 10));

        assertThat(eleventh.value(metric("ndcg@10"))).isZero();
        assertThat(eleventh.value(metric("mrr@10"))).isZero();
        assertThat(eleventh.value(metric("ndcg@11"))).isPositive();
    }

    @Test
    void dividesByWhatAnIdealRankingOfSeveralPositivesWouldGain() {
        RankedList list =
                RankedList.of(new double[] {4, 3, 2, 1}, new boolean[] {true, false, true, false});

        double ideal = 1 + discount(2);
        assertThat(list.value(metric("ndcg@3")))
                .isCloseTo((1 + discount(3)) / ideal, within(1e-15));
        assertThat(list.value(metric("map"))).isCloseTo((1 + 2 / 3.0) / 2, within(1e-15));
        assertThat(list.value(metric("gauc"))).isEqualTo(0.75);
    }

    @Test
    void agreesWithCountingPairs() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(30);
            double[] scores = random.ints(size, 0, 8).asDoubleStream().toArray();
            boolean[] positive = new boolean[size];
            for (int i = 0; i < size; i++) {
                positive[i] = random.nextInt(4) == 0;
            }

            RankedList list = RankedList.of(scores, positive);

            assertThat(list.value(metric("gauc")))
                    .isEqualTo(shareOfPairsWon(scores, positive), within(1e-12));
        }
    }

    @Test
    void isNotDefinedWithoutANegative() {
        RankedList list = RankedList.of(new double[] {1}, new boolean[] {true});

        assertThat(list.value(metric("gauc"))).isNaN();
        assertThat(list.value(metric("ndcg@10"))).isEqualTo(1);
    }

    static double shareOfPairsWon(double[] scores, boolean[] positive) {
        double won = 0;
        int pairs = 0;
        for (int p = 0; p < scores.length; p++) {
            for (int n = 0; n < scores.length; n++) {
                if (positive[p] && !positive[n]) {
                    pairs++;
                    won += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                }
            }
        }
        return pairs == 0 ? Double.NaN : won / pairs;
    }

    static Metric metric(String word) {
        return Objects.requireNonNull(Metric.parse(word), word);
    }

    private static boolean[] positiveAt(int size, int position) {
        boolean[] positive = new boolean[size];
        Arrays.fill(positive, position, position + 1, true);
        return positive;
    }

    private static double discount(double rank) {
        return Math.log(2) / Math.log(1 + rank);
    }
}
