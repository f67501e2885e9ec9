package dev.flywheel.registry.comparison;

import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.SlicedMetrics;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that is known of one version.
///
/// @param parameters of its run
/// @param metrics of its run
record Described(
        Comparison.Version version,
        Map<String, String> parameters,
        Map<String, Double> metrics,
        Explained explained) {

    /// What its bundle tells.
    ///
    /// @param features their definitions by name; null if they are not known
    record Explained(
            @Nullable Map<String, JsonNode> features,
            @Nullable SlicedMetrics slices,
            @Nullable FeatureImportance importance) {

        static final Explained NOTHING = new Explained(null, null, null);
    }
}
