package dev.flywheel.pipeline.feature;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the states of a place are found: first those of its entities, then those that are keyed by
/// what the first ones tell.
final class StateKeys {

    private final List<Group> ofEntities;
    private final List<Group> keyed;
    private final List<KeyPart> features;
    private final int[][] positions;

    /// @param features the parts of keys that are values of features
    StateKeys(List<GroupPlan> plans, List<KeyPart> features) {
        List<Group> groups = plans.stream().map(GroupPlan::group).toList();
        this.ofEntities = groups.stream().filter(Group::ofEntities).toList();
        this.keyed = groups.stream().filter(group -> !group.ofEntities()).toList();
        this.features = features;
        this.positions = new int[plans.size()][];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = plans.get(i).parts().stream().mapToInt(KeyPart::position).toArray();
        }
    }

    int features() {
        return features.size();
    }

    boolean isKeyed() {
        return !keyed.isEmpty();
    }

    int[] positions(Group group) {
        return positions[group.index()];
    }

    /// The key of a state; null if a part is missing.
    @Nullable String stateKey(Group group, @Nullable String[] keys) {
        int[] at = positions[group.index()];
        String[] parts = new String[at.length];
        for (int i = 0; i < at.length; i++) {
            String key = keys[at[i]];
            if (key == null) {
                return null;
            }
            parts[i] = key;
        }
        return group.stateKey(List.of(parts));
    }

    /// Fills in the states and the keys that are features.
    ///
    /// @param only the groups to look up; null for all of them
    void find(
            KeyLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at,
            boolean @Nullable [] only) {
        for (Group group : ofEntities) {
            if (only == null || only[group.index()]) {
                states[group.index()] = lookup.find(group, keys);
            }
        }
        if (keyed.isEmpty()) {
            return;
        }
        for (KeyPart feature : features) {
            keys[feature.position()] = feature.at(states, keys, fields, at);
        }
        for (Group group : keyed) {
            if (only == null || only[group.index()]) {
                states[group.index()] = lookup.find(group, keys);
            }
        }
    }
}
