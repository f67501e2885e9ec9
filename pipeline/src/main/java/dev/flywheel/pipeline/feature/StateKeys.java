package dev.flywheel.pipeline.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the states of a place are found: first those of its entities, then those that are keyed by
/// what the first ones tell.
final class StateKeys {

    private final int features;
    private final int[][] positions;
    private final Search all;
    private final Search[] byEntity;

    /// @param features the parts of keys that are values of features
    StateKeys(List<GroupPlan> plans, List<KeyPart> features, Dependencies dependencies) {
        this.features = features.size();
        this.positions = new int[plans.size()][];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = plans.get(i).parts().stream().mapToInt(KeyPart::position).toArray();
        }
        this.all = new Search(plans.stream().map(GroupPlan::group), features);
        this.byEntity = new Search[dependencies.entities()];
        Arrays.setAll(
                byEntity,
                entity ->
                        new Search(
                                plans.stream()
                                        .filter(plan -> dependencies.dependsOn(plan, entity))
                                        .map(GroupPlan::group),
                                features.stream()
                                        .filter(part -> dependencies.dependsOn(part, entity))
                                        .toList()));
    }

    int features() {
        return features;
    }

    boolean isKeyed() {
        return all.keyed.length > 0;
    }

    int[] positions(Group group) {
        return positions[group.index()].clone();
    }

    /// The key of a state; null if a part is missing.
    @Nullable StateKey stateKey(Group group, @Nullable String[] keys) {
        return StateKey.at(positions[group.index()], group, keys);
    }

    /// Fills in the states and the keys that are features.
    void find(
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        find(all, lookup, states, keys, fields, at);
    }

    /// The same for what depends on the key of one entity, all else being there.
    void exchange(
            int entity,
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        find(byEntity[entity], lookup, states, keys, fields, at);
    }

    private void find(
            Search search,
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        find(search.ofEntities, lookup, states, keys);
        for (KeyPart feature : search.features) {
            keys[feature.position()] = feature.at(states, keys, fields, at);
        }
        find(search.keyed, lookup, states, keys);
    }

    private void find(
            Group[] groups,
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys) {
        for (Group group : groups) {
            int index = group.index();
            states[index] = lookup.find(group, positions[index], keys);
        }
    }

    /// What is looked up, and in which order.
    private static final class Search {

        private final Group[] ofEntities;
        private final KeyPart[] features;
        private final Group[] keyed;

        Search(Stream<Group> groups, List<KeyPart> features) {
            List<Group> all = groups.toList();
            this.ofEntities = all.stream().filter(Group::ofEntities).toArray(Group[]::new);
            this.features = features.toArray(KeyPart[]::new);
            this.keyed = all.stream().filter(group -> !group.ofEntities()).toArray(Group[]::new);
        }
    }
}
