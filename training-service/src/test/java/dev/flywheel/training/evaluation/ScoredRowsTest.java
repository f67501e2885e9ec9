package dev.flywheel.training.evaluation;

import static dev.flywheel.training.evaluation.RankedListTest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoredRowsTest {

    private final ScoredRows rows =
            new ScoredRows(
                    new double[] {0.9, 0.8, 0.6, 0.4, 0.2},
                    new boolean[] {true, false, true, true, false});

    @Test
    void countsWhatIsSaidAndWhatIsTrue() {
        assertThat(rows.value(metric("accuracy"))).isEqualTo(3 / 5.0);
        assertThat(rows.value(metric("precision"))).isEqualTo(2 / 3.0);
        assertThat(rows.value(metric("recall"))).isEqualTo(2 / 3.0);
        assertThat(rows.value(metric("f1"))).isEqualTo(2 / 3.0);
    }

    @Test
    void measuresRanking() {
        assertThat(rows.value(metric("auc"))).isEqualTo(4 / 6.0);
        assertThat(rows.value(metric("average_precision")))
                .isCloseTo((1 + 2 / 3.0 + 3 / 4.0) / 3, within(1e-15));
    }

    @Test
    void measuresLogLoss() {
        double expected =
                -(Math.log(0.9) + Math.log(0.2) + Math.log(0.6) + Math.log(0.4) + Math.log(0.8))
                        / 5;

        assertThat(rows.value(metric("log_loss"))).isCloseTo(expected, within(1e-15));
    }

    @Test
    void staysFiniteWhereAModelWasCertainAndWrong() {
        ScoredRows wrong = new ScoredRows(new double[] {0}, new boolean[] {true});

        assertThat(wrong.value(metric("log_loss"))).isCloseTo(34.54, within(0.01));
    }

    @Test
    void hasNoPrecisionWithoutAPositiveAnswer() {
        ScoredRows none = new ScoredRows(new double[] {0.1}, new boolean[] {true});

        assertThat(none.value(metric("precision"))).isNaN();
        assertThat(none.value(metric("auc"))).isNaN();
    }

    @Test
    void decidesByItsThreshold() {
        ScoredRows eager = rows.deciding(new Decision(0.3, null));

        assertThat(eager.value(metric("recall"))).isEqualTo(1);
        assertThat(eager.value(metric("precision"))).isEqualTo(3 / 4.0);
        assertThat(eager.value(metric("auc"))).isEqualTo(rows.value(metric("auc")));
    }

    @Test
    void costsWhatWrongAnswersCost() {
        ScoredRows decided = rows.deciding(new Decision(0.5, new Cost(2, 10)));

        assertThat(decided.value(metric("cost"))).isEqualTo((2 + 10) / 5.0);
        assertThat(rows.value(metric("cost"))).isNaN();
    }

    /// No other threshold costs less.
    @Test
    void findsTheCheapestThreshold() {
        Random random = new Random(17);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(40);
            double[] scores = random.ints(size, 1, 20).mapToDouble(i -> i / 20.0).toArray();
            boolean[] labels = new boolean[size];
            for (int i = 0; i < size; i++) {
                labels[i] = random.nextInt(4) == 0;
            }
            Cost cost = new Cost(1 + random.nextInt(3), 1 + random.nextInt(30));
            ScoredRows scored = new ScoredRows(scores, labels);

            double least = scored.deciding(scored.cheapest(cost)).value(metric("cost"));

            for (int i = 0; i <= 41; i++) {
                Decision other = new Decision(i / 40.0, cost);
                assertThat(scored.deciding(other).value(metric("cost")))
                        .isGreaterThanOrEqualTo(least - 1e-12);
            }
        }
    }

    @Test
    void measuresHowFarProbabilitiesAreFromWhatHappened() {
        double[] probabilities = new double[1_000];
        boolean[] labels = new boolean[1_000];
        for (int i = 0; i < labels.length; i++) {
            probabilities[i] = i < 500 ? 0.9 : 0.1;
            labels[i] = i % 2 == 0;
        }

        double error = new ScoredRows(probabilities, labels).value(metric("calibration_error"));

        assertThat(error).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void hasNoCalibrationErrorWhereTheShareIsSaid() {
        double[] probabilities = new double[1_000];
        boolean[] labels = new boolean[1_000];
        for (int i = 0; i < labels.length; i++) {
            probabilities[i] = 0.01;
            labels[i] = i % 100 == 0;
        }

        double error = new ScoredRows(probabilities, labels).value(metric("calibration_error"));

        assertThat(error).isCloseTo(0, within(1e-12));
    }

    @Test
    void agreesWithCountingPairs() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(40);
            double[] scores = random.ints(size, 0, 10).mapToDouble(i -> i / 10.0).toArray();
            boolean[] labels = new boolean[size];
            for (int i = 0; i < size; i++) {
                labels[i] = random.nextBoolean();
            }

            double auc = new ScoredRows(scores, labels).value(metric("auc"));

            assertThat(auc)
                    .isEqualTo(RankedListTest.shareOfPairsWon(scores, labels), within(1e-12));
        }
    }

    @Test
    void countsARowAsOftenAsItWasDrawn() {
        int[] times = {2, 0, 1, 1, 3};
        double[] drawn = {0.9, 0.9, 0.6, 0.4, 0.2, 0.2, 0.2};
        boolean[] labels = {true, true, true, true, false, false, false};
        ScoredRows written = new ScoredRows(drawn, labels);

        for (String name :
                new String[] {
                    "auc", "average_precision", "log_loss", "accuracy", "f1", "calibration_error"
                }) {
            assertThat(rows.value(metric(name), times))
                    .as(name)
                    .isCloseTo(written.value(metric(name)), within(1e-12));
        }
        assertThat(Arrays.stream(times).sum()).isEqualTo(drawn.length);
    }
}
