package dev.flywheel.pipeline.schema;

import dev.flywheel.contracts.Event;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entities and events of a pipeline, by name, in the order of the file.
public record Schema(Map<String, EntitySpec> entities, Map<String, EventSpec> events) {

    public Schema {
        entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
        events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    }

    /// The entity of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public EntitySpec entity(String name) {
        return declared(entities, "entity", name);
    }

    /// The event of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public EventSpec event(String name) {
        return declared(events, "event", name);
    }

    /// What an event's record is keyed by in Kafka: its first entity's key, so that what happens to
    /// one entity stays in order, else the value that joins it to another event; its id if it has
    /// neither.
    public String topicKey(Event event) {
        EventSpec spec = events.get(event.eventType());
        String key = spec == null ? null : topicKey(spec, event);
        return key == null ? event.eventId() : key;
    }

    private @Nullable String topicKey(EventSpec spec, Event event) {
        Join join = spec.join();
        if (join != null) {
            return join.value(event);
        }
        return spec.entities().isEmpty()
                ? null
                : event.text(entity(spec.entities().getFirst()).key());
    }

    /// The members that hold the keys of those entities, in that order.
    public List<String> keysOf(List<String> entityNames) {
        return entityNames.stream().map(name -> entity(name).key()).toList();
    }

    /// The events that take their entities from events of that type.
    public List<EventSpec> joinedTo(String event) {
        return events.values().stream()
                .filter(spec -> spec.join() != null && spec.join().to().equals(event))
                .toList();
    }

    /// Whether some events take their entities from others.
    public boolean hasJoins() {
        return events.values().stream().anyMatch(spec -> spec.join() != null);
    }

    /// How long the one of them that looks back furthest does; nothing without joins.
    public Duration longestJoin() {
        Duration longest = Duration.ZERO;
        for (EventSpec event : events.values()) {
            Join join = event.join();
            if (join != null && join.within().compareTo(longest) > 0) {
                longest = join.within();
            }
        }
        return longest;
    }

    private static <T> T declared(Map<String, T> specs, String kind, String name) {
        @Nullable T spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException(
                    "No %s '%s' is declared; there are %s".formatted(kind, name, specs.keySet()));
        }
        return spec;
    }
}
