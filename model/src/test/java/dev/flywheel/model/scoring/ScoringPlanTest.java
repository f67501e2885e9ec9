package dev.flywheel.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.encoding.FittedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScoringPlanTest {

    private static final FeatureEncoder ENCODER =
            new FeatureEncoder(
                    List.of(
                            number("a"),
                            new FittedColumn.Categorical("b", List.of("x", "y", "z"), true),
                            number("c")));

    /// The definition, pair by pair.
    private static double byDefinition(
            double[] dense, double bias, double[] w, int plus, int all, double[] matrix) {
        double margin = bias;
        for (int i = 0; i < dense.length; i++) {
            margin += w[i] * dense[i];
            for (int j = i + 1; j < dense.length; j++) {
                for (int f = 0; f < all; f++) {
                    double product = matrix[i * all + f] * matrix[j * all + f];
                    margin += (f < plus ? 1 : -1) * product * dense[i] * dense[j];
                }
            }
        }
        return margin;
    }

    @Property(tries = 300)
    void factorizationMachineIsTheSumOverPairs(
            @ForAll @DoubleRange(min = -3, max = 3) double a,
            @ForAll @DoubleRange(min = -3, max = 3) double c,
            @ForAll @IntRange(min = 0, max = 4) int plus,
            @ForAll @IntRange(min = 0, max = 4) int minus,
            @ForAll long seed) {
        int factors = Math.max(1, plus + minus);
        Random random = new Random(seed);
        double[] weights = random.doubles(ENCODER.slots(), -1, 1).toArray();
        double[] matrix = random.doubles((long) ENCODER.slots() * factors, -1, 1).toArray();
        FactorizationPlan plan = new FactorizationPlan(0.3, weights, plus, matrix, -1.5);

        double margin = new Scorer(ENCODER, plan).margin(row(a, "y", c));

        double[] dense = {a, 0, 1, 0, 0, c};
        assertThat(margin)
                .isCloseTo(byDefinition(dense, 0.3, weights, plus, factors, matrix), within(1e-9));
    }

    @Test
    void linearPlanAddsTheOffsetToTheMargin() {
        LinearPlan plan = new LinearPlan(0.5, new double[] {1, 2, 3, 4, 5, 6}, -1);
        Scorer scorer = new Scorer(ENCODER, plan);

        assertThat(scorer.margin(row(0.25, "z", -0.5))).isEqualTo(0.5 + 0.25 + 4 - 3);
        assertThat(scorer.score(row(0.25, "z", -0.5)))
                .isEqualTo(1 / (1 + StrictMath.exp(-(1.75 - 1))));
    }

    @Property
    void sigmoidIsAProbabilityAndSymmetric(@ForAll @DoubleRange(min = -800, max = 800) double x) {
        double p = ScoringPlan.sigmoid(x);

        assertThat(p).isBetween(0.0, 1.0);
        assertThat(p + ScoringPlan.sigmoid(-x)).isCloseTo(1, within(1e-15));
    }

    /// A model that learned the sampled share and nothing else must answer the true share.
    @Property
    void offsetUndoesTheSampling(
            @ForAll @IntRange(min = 1, max = 50) int negatives,
            @ForAll @IntRange(min = 2, max = 100_000) int candidates) {
        double learned = StrictMath.log(1.0 / negatives);

        double corrected =
                ScoringPlan.sigmoid(learned + ScoringPlan.samplingOffset(negatives, candidates));

        assertThat(corrected).isCloseTo(1.0 / candidates, within(1e-12));
    }

    @Property(tries = 200)
    void planSurvivesItsFormatBitForBit(
            @ForAll @IntRange(min = 1, max = 4) int factors, @ForAll long seed) {
        Random random = new Random(seed);
        double[] weights = random.doubles(ENCODER.slots(), -9, 9).toArray();
        double[] matrix = random.doubles((long) ENCODER.slots() * factors, -9, 9).toArray();
        FeatureRow row = row(random.nextGaussian(), "x", random.nextGaussian());
        for (ScoringPlan plan :
                List.of(
                        new LinearPlan(1.25, weights, -0.1),
                        new FactorizationPlan(1.25, weights, factors - 1, matrix, -0.1),
                        new LinearPlan(1.25, weights, -0.1, Link.IDENTITY),
                        new FactorizationPlan(
                                1.25, weights, factors - 1, matrix, -0.1, Link.IDENTITY))) {

            ScoringPlan read = PlanFormat.read(PlanFormat.write(plan));

            assertThat(Double.doubleToLongBits(new Scorer(ENCODER, read).score(row)))
                    .isEqualTo(Double.doubleToLongBits(new Scorer(ENCODER, plan).score(row)));
        }
    }

    @Property(tries = 500)
    void formatNeverReadsNonsense(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> PlanFormat.read(bytes)).isInstanceOf(PlanFormatException.class);
    }

    @Test
    void formatRefusesACutFile() {
        byte[] whole = PlanFormat.write(new LinearPlan(0, new double[] {1, 2}, 0));

        assertThatThrownBy(() -> PlanFormat.read(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(PlanFormatException.class);
    }

    @Test
    void formatRefusesAModelThatDiverged() {
        assertThatThrownBy(() -> PlanFormat.write(new LinearPlan(0, new double[] {Double.NaN}, 0)))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageContaining("diverged");
    }

    private static FittedColumn.Numeric number(String name) {
        return new FittedColumn.Numeric(
                name, FittedColumn.Transform.NONE, null, null, 0, 1, 0, false);
    }

    private static FeatureRow row(double a, String b, double c) {
        return FeatureRow.of(
                List.of(Column.numeric("a"), Column.categorical("b"), Column.numeric("c")),
                Map.of("a", a, "b", b, "c", c));
    }
}
