package dev.flywheel.pipeline.fold;

import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// All states of a fold, found by the keys of a place.
///
/// Each key is given a number once, and states are found by numbers. Single-threaded.
final class States implements StateLookup {

    private final FeatureSet features;
    private final int[][] positions;
    private final StateTable[] tables;

    States(FeatureSet features) {
        this.features = features;
        KeyNumbers[] numbers = new KeyNumbers[features.keysOfPlace()];
        Arrays.setAll(numbers, _ -> new KeyNumbers());
        List<Group> groups = features.groups();
        this.positions = groups.stream().map(features::positions).toArray(int[][]::new);
        this.tables =
                groups.stream()
                        .map(group -> StateTable.of(group, positions[group.index()], numbers))
                        .toArray(StateTable[]::new);
    }

    @Override
    public @Nullable GroupState find(StateKey key) {
        return tables[key.group().index()].find(place(key));
    }

    @Override
    public @Nullable GroupState find(Group group, int[] positions, @Nullable String[] keys) {
        return tables[group.index()].find(keys);
    }

    /// The state of a place, made if there is none yet; null if a part of its key is missing.
    @Nullable GroupState findOrAdd(Group group, @Nullable String[] keys) {
        StateTable table = tables[group.index()];
        GroupState found = table.find(keys);
        if (found != null || !isWhole(group, keys)) {
            return found;
        }
        GroupState added = GroupState.empty(features, group);
        table.add(keys, added);
        return added;
    }

    /// The states of one entity.
    ///
    /// @param group of that entity alone
    StateTable.ByOne ofEntity(Group group) {
        return (StateTable.ByOne) tables[group.index()];
    }

    /// Adds a state that isn't there yet.
    void add(StateKey key, GroupState state) {
        tables[key.group().index()].add(place(key), state);
    }

    int size() {
        return Arrays.stream(tables).mapToInt(StateTable::size).sum();
    }

    void forEach(BiConsumer<StateKey, GroupState> consumer) {
        for (StateTable table : tables) {
            table.forEach(consumer);
        }
    }

    private boolean isWhole(Group group, @Nullable String[] keys) {
        for (int position : positions[group.index()]) {
            if (keys[position] == null) {
                return false;
            }
        }
        return true;
    }

    /// A place that has these keys only.
    private @Nullable String[] place(StateKey key) {
        @Nullable String[] keys = new @Nullable String[features.keysOfPlace()];
        int[] at = positions[key.group().index()];
        for (int i = 0; i < at.length; i++) {
            keys[at[i]] = key.keys().get(i);
        }
        return keys;
    }
}
