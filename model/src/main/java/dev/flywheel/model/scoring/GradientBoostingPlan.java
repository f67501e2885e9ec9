package dev.flywheel.model.scoring;

import dev.flywheel.model.encoding.EncodedRow;
import java.util.Arrays;
import java.util.List;

/// Boosted decision trees, with XGBoost's arithmetic: values and thresholds are floats, a value
/// below the threshold goes left, a slot that the row doesn't have takes the split's own side (a
/// zero that it has is a value), and leaves are added to the base as floats, tree after tree. So
/// the sum is XGBoost's margin bit for bit.
public final class GradientBoostingPlan implements ScoringPlan {

    private final int slots;
    private final Trees trees;
    private final float base;
    private final double bias;
    private final double offset;
    private final Link link;
    private final int[] used;
    private final int[] columnOfNode;

    /// @param slots of the encoder
    /// @param base the margin before the first tree
    /// @param bias added to the sum, such as what takes a weighting of the training rows back
    public GradientBoostingPlan(
            int slots, List<TreeNode> trees, float base, double bias, double offset, Link link) {
        this(slots, Trees.of(trees), base, bias, offset, link);
    }

    GradientBoostingPlan(
            int slots, Trees trees, float base, double bias, double offset, Link link) {
        trees.requireWalkable(slots);
        this.slots = slots;
        this.trees = trees;
        this.base = base;
        this.bias = bias;
        this.offset = offset;
        this.link = link;
        this.used = trees.used();
        this.columnOfNode =
                Arrays.stream(trees.slots())
                        .map(slot -> slot == Trees.LEAF ? 0 : Arrays.binarySearch(used, slot))
                        .toArray();
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public double offset() {
        return offset;
    }

    @Override
    public int scratch() {
        return used.length;
    }

    @Override
    public double margin(EncodedRow row, double[] scratch) {
        return sum(row, scratch) + bias;
    }

    /// The base and all leaves.
    private float sum(EncodedRow row, double[] scratch) {
        Arrays.fill(scratch, 0, used.length, Double.NaN);
        for (int i = 0; i < row.size(); i++) {
            int column = Arrays.binarySearch(used, row.slot(i));
            if (column >= 0) {
                scratch[column] = (float) row.value(i);
            }
        }
        float sum = base;
        for (int tree = 0; tree < trees.roots().length; tree++) {
            sum += trees.leaf(tree, scratch, columnOfNode);
        }
        return sum;
    }

    Trees trees() {
        return trees;
    }

    float base() {
        return base;
    }

    double bias() {
        return bias;
    }
}
