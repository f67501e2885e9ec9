package dev.flywheel.pipeline;

import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `entities` and `events`.
final class SchemaReader {

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    /// The type that no feature or rule finds fault with.
    private static final ValueType AFTER_A_MISTAKE = ValueType.NUMBER;

    private static final Set<String> RESERVED =
            Set.of("event_id", "event_type", "event_time", "prediction_id");

    Schema read(YamlMap file) {
        Map<String, EntitySpec> entities =
                file.must("entities", "at least one entity", this::entities, Map.of());
        Map<String, EventSpec> events =
                file.must(
                        "events", "at least one event", value -> events(value, entities), Map.of());
        return new Schema(entities, events);
    }

    /// Notes a name that can't be a member of an event.
    static void checkName(YamlValue at, String name) {
        if (!WORD.matcher(name).matches()) {
            at.note("'" + name + "'", "letters, digits and _, beginning with a letter", null);
        }
    }

    private @Nullable Map<String, EntitySpec> entities(YamlValue value) {
        YamlMap map = value.map("a mapping of entities by name");
        if (map == null) {
            return null;
        }
        Map<String, EntitySpec> entities = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        map.values()
                .forEach((name, at) -> {
                    checkName(map.keyAt(name), name);
                    EntitySpec entity = entity(name, at);
                    entities.put(name, entity);
                    String other = keys.putIfAbsent(entity.key(), name);
                    if (other != null) {
                        at.note(
                                "the key '" + entity.key() + "', which is that of " + other,
                                "a key of its own",
                                null);
                    }
                });
        if (entities.isEmpty()) {
            value.expected("at least one entity");
        }
        return entities;
    }

    private EntitySpec entity(String name, YamlValue value) {
        YamlMap map = value.map("a mapping with key and attributes");
        if (map == null) {
            return new EntitySpec(name, name, Map.of());
        }
        map.allow("key", "attributes");
        String key =
                map.must("key", "the member of events that names one", SchemaReader::word, name);
        if (RESERVED.contains(key)) {
            map.keyAt("key").note("'" + key + "'", "a name that every event doesn't have", null);
        }
        return new EntitySpec(
                name, key, map.read("attributes", at -> types(at, Set.of()), Map.of()));
    }

    private @Nullable Map<String, EventSpec> events(
            YamlValue value, Map<String, EntitySpec> entities) {
        YamlMap map = value.map("a mapping of events by name");
        if (map == null) {
            return null;
        }
        Map<String, EventSpec> events = new LinkedHashMap<>();
        JoinReader joins = new JoinReader(entities, events);
        map.values()
                .forEach((name, at) -> {
                    checkName(map.keyAt(name), name);
                    events.put(name, event(name, at, entities, joins));
                });
        joins.complete();
        if (events.isEmpty()) {
            value.expected("at least one event");
        }
        return events;
    }

    private EventSpec event(
            String name, YamlValue value, Map<String, EntitySpec> entities, JoinReader joins) {
        YamlMap map = value.map("a mapping with entities and fields");
        if (map == null) {
            return new EventSpec(name, List.of(), Map.of(), null);
        }
        map.allow("entities", "join", "fields");
        List<String> about =
                map.has("join")
                        ? joined(name, map, joins)
                        : map.must(
                                "entities",
                                "the entities that the event is about, or [], or the key join",
                                at -> about(at, entities),
                                List.copyOf(entities.keySet()));
        Set<String> taken = new HashSet<>(RESERVED);
        about.forEach(entity -> taken.add(keyOf(entities, entity)));
        Map<String, ValueType> fields = map.read("fields", at -> types(at, taken), Map.of());
        return new EventSpec(name, about, fields, null);
    }

    /// A joined event's entities are known when its target is.
    private static List<String> joined(String name, YamlMap map, JoinReader joins) {
        joins.add(name, map);
        if (map.has("entities")) {
            map.keyAt("entities")
                    .note(
                            "both join and entities",
                            "one of them: a joined event is about the entities of its target",
                            null);
        }
        return List.of();
    }

    /// Null after a mistake.
    private static @Nullable List<String> about(YamlValue value, Map<String, EntitySpec> entities) {
        List<String> about = new ArrayList<>();
        boolean mistaken = !value.isList();
        for (YamlValue element : value.list("a list of entities")) {
            String entity = element.among(entities.keySet(), "an entity");
            if (entity == null) {
                mistaken = true;
            } else if (about.contains(entity)) {
                element.note("'" + entity + "' again", "each entity once", null);
            } else {
                about.add(entity);
            }
        }
        return mistaken ? null : about;
    }

    private static String keyOf(Map<String, EntitySpec> entities, String entity) {
        EntitySpec spec = entities.get(entity);
        return spec == null ? "" : spec.key();
    }

    private static @Nullable Map<String, ValueType> types(YamlValue value, Set<String> taken) {
        YamlMap map = value.map("a mapping of names to types");
        if (map == null) {
            return null;
        }
        Map<String, ValueType> types = new LinkedHashMap<>();
        map.values()
                .forEach((name, at) -> {
                    checkName(map.keyAt(name), name);
                    if (taken.contains(name)) {
                        String expected = "a name that the event hasn't yet";
                        map.keyAt(name).note("'" + name + "'", expected, null);
                    }
                    ValueType type = at.among(ValueType.values(), ValueType::word, "a type");
                    types.put(name, type == null ? AFTER_A_MISTAKE : type);
                });
        return types;
    }

    private static @Nullable String word(YamlValue value) {
        String word = value.text("a name");
        if (word != null) {
            checkName(value, word);
        }
        return word;
    }
}
