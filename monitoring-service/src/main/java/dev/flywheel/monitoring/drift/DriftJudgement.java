package dev.flywheel.monitoring.drift;

import java.util.List;

/// What was found about one span of windows.
///
/// @param share of the judged features that drifted
/// @param breached whether the share reached the pipeline's `share_of_features`
/// @param features in the order of their names
/// @param score how far the scores have moved; told, but no feature
public record DriftJudgement(
        double share, boolean breached, List<FeatureDrift> features, List<FeatureDrift> score) {

    public DriftJudgement {
        features = List.copyOf(features);
        score = List.copyOf(score);
    }

    public List<String> driftedFeatures() {
        return features.stream().filter(FeatureDrift::drifted).map(FeatureDrift::feature).toList();
    }
}
