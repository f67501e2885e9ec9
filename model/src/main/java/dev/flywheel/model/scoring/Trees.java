package dev.flywheel.model.scoring;

import java.util.Arrays;
import java.util.List;

/// Decision trees in flat arrays. A split's left child is the next node, so that a row walks
/// through neighbouring memory; its right child comes somewhere after it, so that every walk ends.
///
/// @param roots the first node of each tree, ascending; the first is 0
/// @param slots what each split looks at; -1 for a leaf
/// @param values each split's threshold and each leaf's value
/// @param rights each split's right child; 0 for a leaf
/// @param missingLefts whether a row without the slot goes left
@SuppressWarnings("ArrayRecordComponent")
record Trees(int[] roots, int[] slots, float[] values, int[] rights, boolean[] missingLefts) {

    static final int LEAF = -1;

    static Trees of(List<TreeNode> trees) {
        int nodes = trees.stream().mapToInt(Trees::size).sum();
        Trees flat =
                new Trees(
                        new int[trees.size()],
                        new int[nodes],
                        new float[nodes],
                        new int[nodes],
                        new boolean[nodes]);
        int next = 0;
        for (int i = 0; i < flat.roots.length; i++) {
            flat.roots[i] = next;
            next = flat.put(trees.get(i), next);
        }
        return flat;
    }

    private static int size(TreeNode node) {
        return switch (node) {
            case TreeNode.Leaf _ -> 1;
            case TreeNode.Split split -> 1 + size(split.left()) + size(split.right());
        };
    }

    /// Puts a node and all below it from that place on; the place after them.
    private int put(TreeNode node, int at) {
        return switch (node) {
            case TreeNode.Leaf(float value) -> {
                slots[at] = LEAF;
                values[at] = value;
                yield at + 1;
            }
            case TreeNode.Split split -> {
                slots[at] = split.slot();
                values[at] = split.threshold();
                missingLefts[at] = split.missingLeft();
                rights[at] = put(split.left(), at + 1);
                yield put(split.right(), rights[at]);
            }
        };
    }

    /// Refuses arrays over which a walk could leave its tree or never end.
    ///
    /// @throws IllegalArgumentException if they are
    void requireWalkable(int slotCount) {
        int end = slots.length;
        for (int tree = roots.length - 1; tree >= 0; tree--) {
            if (roots[tree] < 0 || roots[tree] >= end) {
                throw new IllegalArgumentException("Tree %d has no node".formatted(tree));
            }
            for (int node = roots[tree]; node < end; node++) {
                boolean leaf = slots[node] == LEAF;
                boolean inside =
                        leaf || (rights[node] > node + 1 && rights[node] < end && node + 1 < end);
                if (!inside || slots[node] < LEAF || slots[node] >= slotCount) {
                    throw new IllegalArgumentException(
                            "Node %d of tree %d leads nowhere".formatted(node, tree));
                }
            }
            end = roots[tree];
        }
        if (end != 0 || (roots.length == 0 && slots.length > 0)) {
            throw new IllegalArgumentException("There are nodes before the first tree");
        }
    }

    boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /// The value of the leaf at which a row arrives.
    ///
    /// @param row its value in each column; NaN where it has none
    float leaf(int tree, double[] row, int[] columns) {
        int node = roots[tree];
        while (slots[node] != LEAF) {
            double value = row[columns[node]];
            boolean left = Double.isNaN(value) ? missingLefts[node] : value < values[node];
            node = left ? node + 1 : rights[node];
        }
        return values[node];
    }

    /// The slots that splits look at, ascending.
    int[] used() {
        return Arrays.stream(slots).filter(slot -> slot != LEAF).sorted().distinct().toArray();
    }
}
