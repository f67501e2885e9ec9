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
        Preparation preparation) {}
