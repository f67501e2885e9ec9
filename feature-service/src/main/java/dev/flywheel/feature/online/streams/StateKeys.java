package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells which states something changes that arrived: all but those that follow a trail, which only
/// the trail can tell.
final class StateKeys {

    private final FeatureSet features;
    private final AttributeLookup attributes;
    private final Map<String, List<Group>> groupsByEvent = new HashMap<>();

    StateKeys(FeatureSet features, AttributeLookup attributes) {
        this.features = features;
        this.attributes = attributes;
        features.schema().events().keySet().forEach(type -> groupsByEvent.put(type, groups(type)));
    }

    private List<Group> groups(String eventType) {
        return features.groups().stream()
                .filter(group -> !features.followsTrail(group))
                .filter(group ->
                        features.groupsOf(eventType).contains(group)
                                || features.makesTrail(group, eventType))
                .toList();
    }

    /// The keys of these states.
    List<String> of(Reading reading) {
        return switch (reading) {
            case Reading.OfEvent(var event) -> of(event);
            case Reading.TakenBack(var event) -> of(event);
            case Reading.OfEntityVersion(var version) ->
                    features.groupOf(version.entity()) == null
                            ? List.of()
                            : List.of(version.topicKey());
            case Reading.Removed(var stateKey) -> List.of(stateKey);
            case Reading.Refused _, Reading.Empty _ -> List.of();
        };
    }

    private List<String> of(Event event) {
        List<Group> groups = groupsByEvent.getOrDefault(event.eventType(), List.of());
        List<String> keys = new ArrayList<>(groups.size());
        for (Group group : groups) {
            String key = features.stateKey(group, event, attributes);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }
}
