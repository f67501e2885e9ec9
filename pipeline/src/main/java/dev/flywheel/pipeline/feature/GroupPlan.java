package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.cel.CelExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a group's states consist of, and which events feed them.
///
/// @param parts what a state's key is made of, in the order of [Group#by]
/// @param inputs by event type, which cells an event feeds
/// @param attributes those declared for the group's single entity; empty for several entities
record GroupPlan(
        Group group,
        List<KeyPart> parts,
        List<Supplier<Cell>> cells,
        Map<String, Input[]> inputs,
        List<String> attributes) {

    private static final Input[] NOTHING = {};

    Cell[] newCells() {
        Cell[] made = new Cell[cells.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = cells.get(i).get();
        }
        return made;
    }

    Input[] inputs(String eventType) {
        return inputs.getOrDefault(eventType, NOTHING);
    }

    Set<String> eventTypes() {
        return inputs.keySet();
    }

    /// Whether a key needs what an entity's latest events brought.
    boolean isSuccession() {
        return parts.stream().anyMatch(KeyPart.OfLast.class::isInstance);
    }

    /// The cells that an event feeds.
    List<Integer> takenBy(Event event) {
        List<Integer> cells = new ArrayList<>(1);
        for (Input input : inputs(event.eventType())) {
            if (input.takes(event)) {
                cells.add(input.cell());
            }
        }
        return cells;
    }

    Set<String> joinedEntities() {
        Set<String> joined = new LinkedHashSet<>();
        for (Input[] all : inputs.values()) {
            for (Input input : all) {
                if (input.value() instanceof Value.OfEntity(_, String entity, _)) {
                    joined.add(entity);
                }
            }
        }
        for (KeyPart part : parts) {
            if (part instanceof KeyPart.OfAttribute attribute) {
                joined.add(attribute.attribute().entity());
            }
        }
        return joined;
    }

    /// One cell's share of an event.
    ///
    /// @param where which events it takes; null for all of their type
    /// @param value null for a count
    /// @param keyField where the event has the key of the entity whose attribute is asked for
    record Input(
            int cell,
            @Nullable CelExpression where,
            @Nullable Value value,
            @Nullable String keyField) {

        boolean takes(Event event) {
            return where == null || where.holds(event::value);
        }

        @Nullable Object value(Event event, AttributeLookup lookup) {
            return switch (value) {
                case null -> null;
                case Value.OfEvent(_, String name) -> event.value(name);
                case Value.OfEntity(_, String entity, String attribute) -> {
                    String key = keyField == null ? null : event.text(keyField);
                    yield key == null
                            ? null
                            : lookup.find(entity, key, attribute, event.eventTime());
                }
            };
        }
    }
}
