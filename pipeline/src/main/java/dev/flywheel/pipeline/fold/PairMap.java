package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.Hashes;
import org.jspecify.annotations.Nullable;

/// States by two numbers, in an open hash table of plain arrays: to find one touches two places of
/// memory where a map of objects touches five.
final class PairMap {

    private static final int SMALLEST = 16;

    private long[] pairs = new long[SMALLEST];
    private @Nullable GroupState[] states = new @Nullable GroupState[SMALLEST];
    private int size;

    @Nullable GroupState get(int one, int other) {
        return states[slot(pair(one, other))];
    }

    /// Adds what isn't there yet.
    void add(int one, int other, GroupState state) {
        if (2 * (size + 1) > states.length) {
            grow();
        }
        put(pair(one, other), state);
        size++;
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < states.length; i++) {
            GroupState state = states[i];
            if (state != null) {
                visitor.visit((int) (pairs[i] >>> Integer.SIZE), (int) pairs[i], state);
            }
        }
    }

    private void put(long pair, GroupState state) {
        int slot = slot(pair);
        pairs[slot] = pair;
        states[slot] = state;
    }

    /// Where the pair is, or has room.
    private int slot(long pair) {
        int mask = states.length - 1;
        int slot = (int) Hashes.mix(pair) & mask;
        while (states[slot] != null && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldPairs = pairs;
        @Nullable GroupState[] oldStates = states;
        pairs = new long[2 * oldPairs.length];
        states = new @Nullable GroupState[pairs.length];
        for (int i = 0; i < oldStates.length; i++) {
            GroupState state = oldStates[i];
            if (state != null) {
                put(oldPairs[i], state);
            }
        }
    }

    private static long pair(int one, int other) {
        return (long) one << Integer.SIZE | Integer.toUnsignedLong(other);
    }

    @FunctionalInterface
    interface Visitor {

        void visit(int one, int other, GroupState state);
    }
}
