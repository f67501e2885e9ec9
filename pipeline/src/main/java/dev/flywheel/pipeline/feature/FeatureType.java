package dev.flywheel.pipeline.feature;

import java.util.Locale;

/// What values a feature has.
public enum FeatureType {
    NUMERIC,
    CATEGORICAL;

    /// As schemas and manifests spell it: `numeric` or `categorical`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
