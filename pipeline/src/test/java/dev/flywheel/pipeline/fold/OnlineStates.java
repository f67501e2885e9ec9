package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateLookup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the online topology does, in memory: applies in order of arrival, drops duplicates, and may
/// write and read any state in between.
final class OnlineStates implements StateLookup {

    private final FeatureSet features;
    private final Map<String, GroupState> states = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    OnlineStates(FeatureSet features) {
        this.features = features;
    }

    void apply(Event event) {
        if (!seen.add(event.eventId())) {
            return;
        }
        Map<String, String> keys = features.keys(event);
        for (Group group : features.groupsOf(event.eventType())) {
            state(group, keys).apply(event, features.attributesFrom(this));
        }
    }

    void apply(EntityVersion version) {
        Group group = Objects.requireNonNull(features.groupOf(version.entity()));
        state(group, Map.of(version.entity(), version.key())).apply(version);
    }

    /// Writes and reads all states, as a restart does.
    void restart() {
        states.replaceAll((_, state) -> GroupState.decode(features, state.group(), state.encode()));
    }

    @Override
    public @Nullable GroupState find(Group group, String stateKey) {
        return states.get(stateKey);
    }

    private GroupState state(Group group, Map<String, String> keys) {
        String key = Objects.requireNonNull(group.stateKey(keys));
        return states.computeIfAbsent(key, _ -> GroupState.empty(features, group));
    }
}
