package dev.flywheel.training.evaluation;

import static dev.flywheel.training.evaluation.RankedListTest.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictedRowsTest {

    private final PredictedRows rows =
            new PredictedRows(new double[] {1, 2, 6}, new double[] {1, 4, 5});

    @Test
    void measuresErrors() {
        assertThat(rows.value(metric("mae"))).isEqualTo(1);
        assertThat(rows.value(metric("rmse"))).isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
        assertThat(rows.value(metric("r2"))).isCloseTo(1 - 5 / (78 / 9.0), within(1e-12));
        assertThat(rows.value(metric("auc"))).isNaN();
    }

    @Test
    void explainsNothingByTheMean() {
        PredictedRows mean = new PredictedRows(new double[] {2, 2}, new double[] {1, 3});

        assertThat(mean.value(metric("r2"))).isZero();
    }

    @Test
    void hasNoShareOfAVarianceThatIsNotThere() {
        PredictedRows constant = new PredictedRows(new double[] {2, 1}, new double[] {3, 3});

        assertThat(constant.value(metric("r2"))).isNaN();
    }

    @Test
    void countsARowAsOftenAsItWasDrawn() {
        PredictedRows written = new PredictedRows(new double[] {1, 1, 6}, new double[] {1, 1, 5});

        for (String name : new String[] {"mae", "rmse", "r2"}) {
            assertThat(rows.value(metric(name), new int[] {2, 0, 1}))
                    .isCloseTo(written.value(metric(name)), within(1e-12));
        }
    }

    @Test
    void comparesNumbersByTheirErrors() {
        Evaluation evaluation = new Evaluation(rows, java.util.List.of());

        assertThat(evaluation.metrics()).containsOnlyKeys("rmse", "mae", "r2");
        assertThat(evaluation.deciding(Decision.EVEN)).isSameAs(evaluation);
    }
}
