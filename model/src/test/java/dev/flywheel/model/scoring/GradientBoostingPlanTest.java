package dev.flywheel.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureEncoder;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.model.encoding.FittedColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GradientBoostingPlanTest {

    private static final FeatureEncoder ENCODER =
            new FeatureEncoder(
                    List.of(
                            new FittedColumn.Raw("a", null, null, null, false),
                            new FittedColumn.Raw("b", null, null, null, false),
                            new FittedColumn.Categorical("c", List.of("x", "y"), true)));

    private static final TreeNode STUMP =
            new TreeNode.Split(0, 0.5f, false, new TreeNode.Leaf(1), new TreeNode.Leaf(2));

    @Test
    void takesAnExplicitZeroForAValueAndTheOwnSideForAMissingOne() {
        GradientBoostingPlan plan =
                new GradientBoostingPlan(5, List.of(STUMP), 0, 0, 0, Link.LOGIT);
        Scorer scorer = new Scorer(ENCODER, plan);

        assertThat(scorer.margin(row(Map.of("a", 0.0)))).isEqualTo(1);
        assertThat(scorer.margin(row(Map.of("a", 0.5)))).isEqualTo(2);
        assertThat(scorer.margin(row(Map.of()))).isEqualTo(2);
        assertThat(scorer.margin(row(Map.of("a", Double.NEGATIVE_INFINITY)))).isEqualTo(1);
    }

    @Test
    void comparesAsFloats() {
        GradientBoostingPlan plan =
                new GradientBoostingPlan(5, List.of(STUMP), 0, 0, 0, Link.LOGIT);

        double justBelow = Math.nextDown(0.5);

        assertThat((float) justBelow).isEqualTo(0.5f);
        assertThat(new Scorer(ENCODER, plan).margin(row(Map.of("a", justBelow)))).isEqualTo(2);
    }

    @Test
    void addsBiasAndOffsetToTheSum() {
        GradientBoostingPlan plan =
                new GradientBoostingPlan(5, List.of(STUMP), 0.25f, -3, 1, Link.LOGIT);
        Scorer scorer = new Scorer(ENCODER, plan);

        assertThat(scorer.margin(row(Map.of()))).isEqualTo(-0.75);
        assertThat(scorer.score(row(Map.of()))).isEqualTo(ScoringPlan.sigmoid(0.25));
    }

    /// Against a walk over the nodes themselves, with a float sum.
    @Property(tries = 200)
    void isTheSumOfTheLeavesThatARowArrivesAt(@ForAll long seed) {
        Random random = new Random(seed);
        List<TreeNode> trees = trees(random);
        float base = (float) random.nextGaussian();
        GradientBoostingPlan plan = new GradientBoostingPlan(5, trees, base, 0, 0, Link.LOGIT);
        Scorer scorer = new Scorer(ENCODER, plan);
        for (int i = 0; i < 20; i++) {
            Map<String, Object> values = values(random);

            double margin = scorer.margin(row(values));

            float expected = base;
            for (TreeNode tree : trees) {
                expected += leaf(tree, dense(values));
            }
            assertThat(margin).isEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void survivesItsFormatBitForBit(@ForAll long seed) {
        Random random = new Random(seed);
        GradientBoostingPlan plan =
                new GradientBoostingPlan(5, trees(random), 0.3f, -1.5, 0.25, Link.LOGIT);
        FeatureRow row = row(values(random));

        ScoringPlan read = PlanFormat.read(PlanFormat.write(plan));

        assertThat(PlanFormat.write(read)).isEqualTo(PlanFormat.write(plan));
        assertThat(new Scorer(ENCODER, read).score(row))
                .isEqualTo(new Scorer(ENCODER, plan).score(row));
    }

    /// Whatever a byte is changed to, reading ends, and so does every walk over what was read.
    @Property(tries = 500)
    void formatNeverReadsTreesWithoutEnd(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes =
                PlanFormat.write(new GradientBoostingPlan(5, trees(random), 0, 0, 0, Link.LOGIT))
                        .clone();
        int changed = 5 + random.nextInt(bytes.length - 5);
        bytes[changed] = (byte) random.nextInt();
        ScoringPlan read;
        try {
            read = PlanFormat.read(bytes);
        } catch (PlanFormatException _) {
            return;
        }

        double[] scratch = new double[read.scratch()];
        assertThat(read.margin(ENCODER.newRow(), scratch)).isNotNaN();
    }

    @Test
    void answersTheMarginItselfWhereItIsARegression() {
        GradientBoostingPlan plan =
                new GradientBoostingPlan(5, List.of(STUMP), 40f, 0, 0, Link.IDENTITY);

        ScoringPlan read = PlanFormat.read(PlanFormat.write(plan));

        assertThat(new Scorer(ENCODER, read).score(row(Map.of()))).isEqualTo(42);
    }

    @Test
    void formatRefusesASplitThatLeadsBack() {
        byte[] bytes =
                PlanFormat.write(new GradientBoostingPlan(5, List.of(STUMP), 0, 0, 0, Link.LOGIT));
        int firstNode = bytes.length - 3 * 13;
        ByteBuffer.wrap(bytes).putInt(firstNode + 8, 0);

        assertThatThrownBy(() -> PlanFormat.read(bytes))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageContaining("Node 0 of tree 0 leads nowhere");
    }

    @Test
    void formatRefusesALeafThatIsNoNumber() {
        GradientBoostingPlan plan =
                new GradientBoostingPlan(
                        5, List.of(new TreeNode.Leaf(Float.NaN)), 0, 0, 0, Link.LOGIT);

        assertThatThrownBy(() -> PlanFormat.write(plan))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageContaining("diverged");
    }

    @Test
    void refusesASlotThatTheEncoderDoesNotHave() {
        assertThatThrownBy(() -> new GradientBoostingPlan(0, List.of(STUMP), 0, 0, 0, Link.LOGIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<TreeNode> trees(Random random) {
        List<TreeNode> trees = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            trees.add(tree(random, 4));
        }
        return trees;
    }

    private static TreeNode tree(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return new TreeNode.Leaf((float) random.nextGaussian());
        }
        return new TreeNode.Split(
                random.nextInt(5),
                random.nextInt(3) - 1 + (random.nextBoolean() ? 0 : 0.1f),
                random.nextBoolean(),
                tree(random, depth - 1),
                tree(random, depth - 1));
    }

    private static Map<String, Object> values(Random random) {
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of("a", "b")) {
            switch (random.nextInt(3)) {
                case 0 -> values.put(name, 0.0);
                case 1 -> values.put(name, random.nextGaussian());
                default -> {}
            }
        }
        if (random.nextBoolean()) {
            values.put("c", random.nextBoolean() ? "x" : "y");
        }
        return values;
    }

    private static double[] dense(Map<String, Object> values) {
        double[] dense = {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        dense[0] = values.get("a") instanceof Double a ? a : Double.NaN;
        dense[1] = values.get("b") instanceof Double b ? b : Double.NaN;
        Object category = values.get("c");
        dense[category == null ? 4 : category.equals("x") ? 2 : 3] = 1;
        return dense;
    }

    private static float leaf(TreeNode node, double[] dense) {
        return switch (node) {
            case TreeNode.Leaf(float value) -> value;
            case TreeNode.Split split -> {
                float value = (float) dense[split.slot()];
                boolean left = Float.isNaN(value) ? split.missingLeft() : value < split.threshold();
                yield leaf(left ? split.left() : split.right(), dense);
            }
        };
    }

    private static FeatureRow row(Map<String, ?> values) {
        return FeatureRow.of(
                List.of(Column.numeric("a"), Column.numeric("b"), Column.categorical("c")), values);
    }
}
