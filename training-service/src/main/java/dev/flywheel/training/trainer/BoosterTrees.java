package dev.flywheel.training.trainer;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.scoring.TreeNode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;

/// Reads the trees of an XGBoost model from the JSON that XGBoost writes of itself.
final class BoosterTrees {

    private BoosterTrees() {}

    static List<TreeNode> read(byte[] json) {
        // Decimals, because a float that goes through a double may come out as another one.
        JsonNode learner =
                Json.MAPPER
                        .reader()
                        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .readTree(json)
                        .path("learner");
        List<TreeNode> trees = new ArrayList<>();
        for (JsonNode tree : learner.path("gradient_booster").path("model").path("trees")) {
            trees.add(node(tree, 0));
        }
        return trees;
    }

    private static TreeNode node(JsonNode tree, int index) {
        int left = tree.path("left_children").path(index).asInt();
        float condition = tree.path("split_conditions").path(index).decimalValue().floatValue();
        if (left < 0) {
            return new TreeNode.Leaf(condition);
        }
        return new TreeNode.Split(
                tree.path("split_indices").path(index).asInt(),
                condition,
                tree.path("default_left").path(index).asInt() == 1,
                node(tree, left),
                node(tree, tree.path("right_children").path(index).asInt()));
    }
}
