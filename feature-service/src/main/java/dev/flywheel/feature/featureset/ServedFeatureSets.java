package dev.flywheel.feature.featureset;

import java.util.SortedMap;

/// Which feature sets the registry's versions read.
public interface ServedFeatureSets {

    /// Whether all that the registry announced was read.
    boolean isKnown();

    /// The versions that an alias names or that a rollback may return to, by version, with their
    /// feature set.
    SortedMap<Integer, String> of(String pipeline);

    /// Whether one of them reads that feature set.
    default boolean needs(String pipeline, String featureSet) {
        return of(pipeline).containsValue(featureSet);
    }
}
