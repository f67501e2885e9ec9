package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// Finds states by the keys of a place, see [FeatureSet#keyPositions].
@FunctionalInterface
public interface KeyLookup {

    /// The group's state for those keys; null if one of them is missing or nothing happened yet.
    @Nullable GroupState find(Group group, @Nullable String[] keys);
}
