package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The states of one group, by the numbers of their keys. Single-threaded.
sealed interface StateTable {

    /// A table without states.
    ///
    /// @param positions of the group's parts among the keys of a place
    /// @param numbers by these positions
    static StateTable of(Group group, int[] positions, KeyNumbers[] numbers) {
        return switch (positions.length) {
            case 1 -> new ByOne(group, positions[0], numbers[positions[0]]);
            case 2 -> new ByTwo(group, positions, numbers);
            default -> new ByMany(group, positions);
        };
    }

    /// The state of a place; null if there is none yet, or a part of its key is missing.
    @Nullable GroupState find(@Nullable String[] keys);

    /// Adds a state that isn't there yet. No part of its key is missing.
    void add(@Nullable String[] keys, GroupState state);

    int size();

    void forEach(BiConsumer<StateKey, GroupState> consumer);

    /// In an array.
    final class ByOne implements StateTable {

        private final Group group;
        private final int position;
        private final KeyNumbers numbers;
        private @Nullable GroupState[] states = new @Nullable GroupState[16];
        private int size;

        private ByOne(Group group, int position, KeyNumbers numbers) {
            this.group = group;
            this.position = position;
            this.numbers = numbers;
        }

        @Override
        public @Nullable GroupState find(@Nullable String[] keys) {
            String key = keys[position];
            return key == null ? null : find(key);
        }

        @Nullable GroupState find(String key) {
            int number = numbers.find(key);
            return number >= 0 && number < states.length ? states[number] : null;
        }

        @Override
        public void add(@Nullable String[] keys, GroupState state) {
            int number = numbers.numberOf(present(keys[position]));
            if (number >= states.length) {
                states = Arrays.copyOf(states, Math.max(number + 1, 2 * states.length));
            }
            states[number] = state;
            size++;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void forEach(BiConsumer<StateKey, GroupState> consumer) {
            for (int i = 0; i < states.length; i++) {
                GroupState state = states[i];
                if (state != null) {
                    consumer.accept(StateKey.of(group, numbers.key(i)), state);
                }
            }
        }
    }

    /// In a table of pairs.
    final class ByTwo implements StateTable {

        private final Group group;
        private final int one;
        private final int other;
        private final KeyNumbers ones;
        private final KeyNumbers others;
        private final PairMap states = new PairMap();

        private ByTwo(Group group, int[] positions, KeyNumbers[] numbers) {
            this.group = group;
            this.one = positions[0];
            this.other = positions[1];
            this.ones = numbers[one];
            this.others = numbers[other];
        }

        @Override
        public @Nullable GroupState find(@Nullable String[] keys) {
            String first = keys[one];
            String second = keys[other];
            if (first == null || second == null) {
                return null;
            }
            int number = ones.find(first);
            int otherNumber = others.find(second);
            return number == KeyNumbers.UNKNOWN || otherNumber == KeyNumbers.UNKNOWN
                    ? null
                    : states.get(number, otherNumber);
        }

        @Override
        public void add(@Nullable String[] keys, GroupState state) {
            int number = ones.numberOf(present(keys[one]));
            states.add(number, others.numberOf(present(keys[other])), state);
        }

        @Override
        public int size() {
            return states.size();
        }

        @Override
        public void forEach(BiConsumer<StateKey, GroupState> consumer) {
            states.forEach((number, otherNumber, state) ->
                    consumer.accept(
                            StateKey.of(group, ones.key(number), others.key(otherNumber)), state));
        }
    }

    /// In a map of keys: few groups have three parts or more.
    final class ByMany implements StateTable {

        private final Group group;
        private final int[] positions;
        private final Map<StateKey, GroupState> states = new HashMap<>();

        private ByMany(Group group, int[] positions) {
            this.group = group;
            this.positions = positions;
        }

        @Override
        public @Nullable GroupState find(@Nullable String[] keys) {
            StateKey key = StateKey.at(positions, group, keys);
            return key == null ? null : states.get(key);
        }

        @Override
        public void add(@Nullable String[] keys, GroupState state) {
            states.put(present(StateKey.at(positions, group, keys)), state);
        }

        @Override
        public int size() {
            return states.size();
        }

        @Override
        public void forEach(BiConsumer<StateKey, GroupState> consumer) {
            states.forEach(consumer);
        }
    }

    private static <T> T present(@Nullable T key) {
        return Objects.requireNonNull(key, "a part of a key");
    }
}
