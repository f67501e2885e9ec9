package dev.flywheel.pipeline.schema;

import dev.flywheel.contracts.Event;
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
    /// one entity stays in order; its id if it is about none.
    public String topicKey(Event event) {
        EventSpec spec = events.get(event.eventType());
        String key =
                spec == null || spec.entities().isEmpty()
                        ? null
                        : event.text(entity(spec.entities().getFirst()).key());
        return key == null ? event.eventId() : key;
    }

    /// The members that hold the keys of those entities, in that order.
    public List<String> keysOf(List<String> entityNames) {
        return entityNames.stream().map(name -> entity(name).key()).toList();
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
