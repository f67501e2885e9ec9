package dev.flywheel.pipeline.feature;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a state is found by: its group, and the keys of it in the order of [Group#by].
public final class StateKey {

    /// Spreads close hashes: those of short keys (`A1`, `A2`) differ in few bits, and without it
    /// most pairs of them would share theirs with others.
    private static final int SPREAD = 0x9E3779B1;

    private final Group group;
    private final String[] keys;
    private final int hash;

    private StateKey(Group group, String[] keys) {
        this.group = group;
        this.keys = keys;
        int sum = group.index();
        for (String key : keys) {
            sum = sum * SPREAD + key.hashCode();
        }
        sum *= SPREAD;
        this.hash = sum ^ (sum >>> 15);
    }

    /// The key of the state of those keys.
    ///
    /// @param keys in the order of [Group#by]
    public static StateKey of(Group group, String... keys) {
        return new StateKey(group, keys.clone());
    }

    /// Reads what [#text] gave.
    ///
    /// @throws IllegalArgumentException if it is no key of this group
    public static StateKey parse(Group group, String text) {
        return new StateKey(group, group.keys(text).toArray(String[]::new));
    }

    /// The key of a state at a place; null if a part of it is missing.
    ///
    /// @param positions of the parts among the keys of the place
    public static @Nullable StateKey at(
            int[] positions, Group group, @Nullable String[] keysOfPlace) {
        String[] keys = new String[positions.length];
        for (int i = 0; i < keys.length; i++) {
            String key = keysOfPlace[positions[i]];
            if (key == null) {
                return null;
            }
            keys[i] = key;
        }
        return new StateKey(group, keys);
    }

    public Group group() {
        return group;
    }

    /// In the order of [Group#by].
    public List<String> keys() {
        return List.of(keys);
    }

    /// As the online topic has it, such as `user+item:U1|A13`.
    public String text() {
        return group.stateKey(List.of(keys));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateKey that
                && hash == that.hash
                && group.index() == that.group.index()
                && Arrays.equals(keys, that.keys);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
