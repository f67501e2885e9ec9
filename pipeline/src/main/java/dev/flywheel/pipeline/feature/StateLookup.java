package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// Finds the states that a feature vector is made from.
@FunctionalInterface
public interface StateLookup {

    /// The state of that key, or null if nothing happened to it yet.
    @Nullable GroupState find(StateKey key);
}
