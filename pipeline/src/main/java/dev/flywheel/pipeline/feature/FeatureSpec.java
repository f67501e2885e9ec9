package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// A declared feature.
///
/// @param normalize for categories only; null to take them as they are
/// @param preparation for training; no part of the feature set
public record FeatureSpec(
        String name,
        Operator operator,
        @Nullable Normalization normalize,
        Preparation preparation) {

    /// What its values depend on, in words that are the same for the same values.
    public String meaning() {
        return Meaning.canonical(this);
    }
}
