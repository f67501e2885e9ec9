package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.feature.StateLookup;
import dev.flywheel.pipeline.feature.Trail;
import dev.flywheel.pipeline.join.JoinChange;
import dev.flywheel.pipeline.join.JoinState;
import dev.flywheel.pipeline.schema.Schema;
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
    private final Map<String, Trail> trails = new HashMap<>();
    private final Map<String, JoinState> joins = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private int leftovers;

    OnlineStates(FeatureSet features) {
        this.features = features;
    }

    void apply(Event event) {
        if (!seen.add(event.eventId())) {
            return;
        }
        Schema schema = features.schema();
        for (String key : JoinState.keys(schema, event)) {
            joins.computeIfAbsent(key, _ -> JoinState.empty(schema, JoinState.type(key)))
                    .apply(event)
                    .forEach(this::apply);
        }
        if (schema.event(event.eventType()).join() == null) {
            count(event);
        }
    }

    /// How often something was left of an event that was taken back.
    int leftovers() {
        return leftovers;
    }

    private void apply(JoinChange change) {
        if (change.takenBack()) {
            takeBack(change.event());
        } else {
            count(change.event());
        }
    }

    private void takeBack(Event event) {
        AttributeLookup lookup = features.attributesFrom(this);
        for (Group group : features.groupsOf(event.eventType())) {
            String key =
                    features.followsTrail(group) ? null : features.stateKey(group, event, lookup);
            if (key != null && !state(group, key).takeBack(event, lookup)) {
                leftovers++;
            }
        }
        for (Group group : features.trailed()) {
            if (features.makesTrail(group, event.eventType())) {
                String key = Objects.requireNonNull(features.stateKey(group, event, lookup));
                Objects.requireNonNull(trails.get(key))
                        .takeBack(event.place())
                        .forEach(this::apply);
            }
        }
    }

    private void count(Event event) {
        AttributeLookup lookup = features.attributesFrom(this);
        for (Group group : features.groupsOf(event.eventType())) {
            String key =
                    features.followsTrail(group) ? null : features.stateKey(group, event, lookup);
            if (key != null) {
                state(group, key).apply(event, lookup);
            }
        }
        for (Group group : features.trailed()) {
            if (features.makesTrail(group, event.eventType())) {
                String key = Objects.requireNonNull(features.stateKey(group, event, lookup));
                trails.computeIfAbsent(key, _ -> Trail.empty(features, group))
                        .apply(event, lookup)
                        .forEach(this::apply);
            }
        }
    }

    void apply(EntityVersion version) {
        Group group = Objects.requireNonNull(features.groupOf(version.entity()));
        state(group, version.topicKey()).apply(version);
    }

    private void apply(Contribution change) {
        Contribution read = Contribution.decode(change.stateKey(), change.encode());
        Group group =
                features.groups().stream()
                        .filter(g -> read.stateKey().startsWith(g.name() + ":"))
                        .findFirst()
                        .orElseThrow();
        state(group, read.stateKey()).apply(read);
    }

    /// Writes and reads all states, as a restart does.
    void restart() {
        states.replaceAll((_, state) -> GroupState.decode(features, state.group(), state.encode()));
        joins.replaceAll((key, join) ->
                JoinState.decode(features.schema(), JoinState.type(key), join.encode()));
        trails.replaceAll((key, trail) -> {
            Group group =
                    Objects.requireNonNull(features.groupOf(key.substring(0, key.indexOf(':'))));
            return Trail.decode(features, group, trail.encode());
        });
    }

    @Override
    public @Nullable GroupState find(StateKey key) {
        return states.get(key.text());
    }

    private GroupState state(Group group, String key) {
        return states.computeIfAbsent(key, _ -> GroupState.empty(features, group));
    }
}
