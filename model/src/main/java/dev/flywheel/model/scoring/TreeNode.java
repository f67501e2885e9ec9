package dev.flywheel.model.scoring;

/// A node of a decision tree as trainers describe it.
public sealed interface TreeNode {

    /// Where a row's way ends: what the tree adds to its margin.
    record Leaf(float value) implements TreeNode {}

    /// Where rows part: a value below the threshold goes left, any other right.
    ///
    /// @param slot whose value is looked at
    /// @param missingLeft whether a row without that slot goes left
    record Split(int slot, float threshold, boolean missingLeft, TreeNode left, TreeNode right)
            implements TreeNode {}
}
