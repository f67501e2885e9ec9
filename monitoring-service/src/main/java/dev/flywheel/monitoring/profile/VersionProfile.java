package dev.flywheel.monitoring.profile;

import dev.flywheel.model.reference.Reference;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What one version of a model was trained to expect.
///
/// @param rows how many rows the reference population had
/// @param features in the order of their names
/// @param score of the scores that the version gave to the reference population; empty if there is
///   no reference
public record VersionProfile(
        int version, long rows, List<FeatureProfile> features, List<FeatureProfile> score) {

    /// The name under which scores are counted beside the features.
    public static final String SCORE = "score";

    public VersionProfile {
        features = List.copyOf(features);
        score = List.copyOf(score);
    }

    /// A version without a reference: its predictions are counted, their features are not.
    public static VersionProfile unknown(int version) {
        return new VersionProfile(version, 0, List.of(), List.of());
    }

    /// The profile that a reference describes.
    ///
    /// @param cumulative the names of features that are all-time counts
    public static VersionProfile of(
            int version, Reference reference, Collection<String> cumulative) {
        Set<String> growing = Set.copyOf(cumulative);
        List<FeatureProfile> features =
                reference.features().entrySet().stream()
                        .map(feature ->
                                FeatureProfile.of(
                                        feature.getKey(),
                                        feature.getValue(),
                                        growing.contains(feature.getKey())))
                        .toList();
        return new VersionProfile(
                version,
                reference.rows(),
                features,
                List.of(FeatureProfile.of(SCORE, reference.score(), false)));
    }
}
