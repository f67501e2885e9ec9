package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// Finds the states that a feature vector is made from.
@FunctionalInterface
public interface StateLookup {

    /// The state of that key, or null if nothing happened to it yet.
    @Nullable GroupState find(StateKey key);

    /// The state of a place, or null if nothing happened to it yet or a part of its key is missing.
    ///
    /// @param positions of the key's parts among the keys of the place
    default @Nullable GroupState find(Group group, int[] positions, @Nullable String[] keys) {
        StateKey key = StateKey.at(positions, group, keys);
        return key == null ? null : find(key);
    }
}
