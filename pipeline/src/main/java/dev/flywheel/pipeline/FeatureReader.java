package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Retention;
import dev.flywheel.pipeline.feature.Value;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `features`: each is one operator with its options.
final class FeatureReader {

    private static final String[] OPERATORS = {
        "count", "mean", "last", "attribute", "key", "field"
    };

    private static final Set<String> COLUMNS =
            Set.of("part", "event_id", "event_time", "candidate", "label", "weight");

    private final Schema schema;
    private final List<FeatureSpec> specs = new ArrayList<>();
    private List<String> names = List.of();

    FeatureReader(Schema schema) {
        this.schema = schema;
    }

    List<FeatureSpec> specs() {
        return specs;
    }

    /// The declared names, also of features with a mistake.
    List<String> names() {
        return names;
    }

    /// Whether a feature aggregates by that entity alone; also if a feature has a mistake, as it
    /// may be that one.
    boolean aggregateBy(String entity) {
        return specs.size() < names.size()
                || specs.stream().anyMatch(spec -> List.of(entity).equals(by(spec.operator())));
    }

    private static List<String> by(Operator operator) {
        return switch (operator) {
            case Operator.Count count -> count.by();
            case Operator.Mean mean -> mean.by();
            case Operator.Last last -> last.by();
            case Operator.Attribute _, Operator.Key _, Operator.Field _ -> List.of();
        };
    }

    void read(YamlMap file) {
        YamlValue value = file.require("features", "at least one feature");
        YamlMap map = value == null ? null : value.map("a mapping of features by name");
        if (map == null || value == null) {
            return;
        }
        names = List.copyOf(map.values().keySet());
        if (names.isEmpty()) {
            value.expected("at least one feature");
        }
        map.values()
                .forEach((name, at) -> {
                    SchemaReader.checkName(map.keyAt(name), name);
                    Operator operator = operator(at);
                    checkColumn(map.keyAt(name), name, operator);
                    if (operator != null) {
                        specs.add(new FeatureSpec(name, operator));
                    }
                });
    }

    /// Rows have a column for each feature beside those of their own and of the entities' keys.
    private void checkColumn(YamlValue at, String name, @Nullable Operator operator) {
        boolean isKey =
                schema.entities().values().stream()
                        .filter(entity -> entity.key().equalsIgnoreCase(name))
                        .anyMatch(entity -> !new Operator.Key(entity.name()).equals(operator));
        boolean isTwin =
                names.stream()
                        .takeWhile(earlier -> !earlier.equals(name))
                        .anyMatch(name::equalsIgnoreCase);
        if (isKey || isTwin || COLUMNS.contains(name.toLowerCase(Locale.ROOT))) {
            at.note("'" + name + "'", "a name that rows don't have yet, in any case", null);
        }
    }

    private @Nullable Operator operator(YamlValue value) {
        YamlMap map = value.map("a mapping with one of " + String.join(", ", OPERATORS));
        if (map == null) {
            return null;
        }
        List<String> which = map.which(OPERATORS);
        if (which.isEmpty()) {
            noOperator(map);
            return null;
        }
        if (which.size() > 1) {
            value.note(String.join(" and ", which), "one operator", null);
            return null;
        }
        return switch (which.getFirst()) {
            case "count" -> count(map.allow("count", "by", "window", "ttl"));
            case "mean" -> mean(map.allow("mean", "on", "by", "window", "ttl"));
            case "last" -> last(map.allow("last", "on", "by", "ttl"));
            case "attribute" -> attribute(map.allow("attribute"));
            case "key" -> key(map.allow("key"));
            default -> field(map.allow("field"));
        };
    }

    /// A feature whose operator is misspelt: the word that stands where it should.
    private static void noOperator(YamlMap map) {
        List<String> operators = List.of(OPERATORS);
        for (String key : map.values().keySet()) {
            String nearest = Spelling.nearest(key, operators);
            if (nearest != null) {
                String expected = "an operator: " + String.join(", ", operators);
                map.keyAt(key).note("unknown key '" + key + "'", expected, nearest);
                return;
            }
        }
        String found =
                map.values().isEmpty() ? "nothing" : String.join(", ", map.values().keySet());
        map.self().note(found, "an operator: " + String.join(", ", operators), null);
    }

    private @Nullable Operator count(YamlMap map) {
        YamlValue at = map.require("count", "an event");
        String event = at == null ? null : at.among(schema.events().keySet(), "an event");
        List<String> by = by(map, event);
        Retention retention = retention(map);
        return event == null ? null : new Operator.Count(event, by, retention);
    }

    private @Nullable Operator mean(YamlMap map) {
        Value value = value(map, "mean");
        List<String> by = by(map, value == null ? null : value.event());
        Retention retention = retention(map);
        ValueType type = value == null ? null : typeOf(value);
        if (value != null && (type == null || !type.isNumeric())) {
            String found = type == null ? "a key" : "a " + type.word();
            map.keyAt("mean").note(found, "a number or an integer", null);
        }
        return value == null ? null : new Operator.Mean(value, by, retention);
    }

    private @Nullable Operator last(YamlMap map) {
        Value value = value(map, "last");
        List<String> by = by(map, value == null ? null : value.event());
        Retention retention = retention(map);
        return value == null ? null : new Operator.Last(value, by, retention);
    }

    private @Nullable Operator attribute(YamlMap map) {
        YamlValue at = map.require("attribute", "an attribute such as item.price");
        String[] parts = at == null ? null : parts(at, "an attribute such as item.price");
        if (at == null || parts == null) {
            return null;
        }
        EntitySpec entity = schema.entities().get(parts[0]);
        if (entity == null) {
            unknown(at, parts[0], "an entity", schema.entities().keySet());
            return null;
        }
        if (!entity.attributes().containsKey(parts[1])) {
            unknown(at, parts[1], "an attribute of " + entity.name(), entity.attributes().keySet());
            return null;
        }
        return new Operator.Attribute(parts[0], parts[1]);
    }

    private @Nullable Operator key(YamlMap map) {
        YamlValue at = map.require("key", "an entity");
        String entity = at == null ? null : at.among(schema.entities().keySet(), "an entity");
        return entity == null ? null : new Operator.Key(entity);
    }

    private @Nullable Operator field(YamlMap map) {
        YamlValue at = map.require("field", "a field such as click.order");
        String[] parts = at == null ? null : parts(at, "a field such as click.order");
        if (at == null || parts == null) {
            return null;
        }
        EventSpec event = schema.events().get(parts[0]);
        if (event == null) {
            unknown(at, parts[0], "an event", schema.events().keySet());
            return null;
        }
        if (!event.fields().containsKey(parts[1])) {
            unknown(at, parts[1], "a field of " + event.name(), event.fields().keySet());
            return null;
        }
        return new Operator.Field(parts[0], parts[1]);
    }

    /// `item.price` with `on: click`, or `click.order`.
    private @Nullable Value value(YamlMap map, String operator) {
        String expected = "a value such as click.order, or item.price with on: click";
        YamlValue at = map.require(operator, expected);
        YamlValue on = map.get("on");
        String event = on == null ? null : on.among(schema.events().keySet(), "an event");
        String[] parts = at == null ? null : parts(at, expected);
        if (at == null || parts == null || (on != null && event == null)) {
            return null;
        }
        return event == null ? ofEvent(at, parts) : ofEntity(at, event, parts);
    }

    private @Nullable Value ofEvent(YamlValue at, String[] parts) {
        EventSpec event = schema.events().get(parts[0]);
        if (event == null) {
            boolean isEntity = schema.entities().containsKey(parts[0]);
            if (isEntity) {
                at.note("an attribute without its event", "the key on, such as on: click", null);
            } else {
                unknown(at, parts[0], "an event", schema.events().keySet());
            }
            return null;
        }
        List<String> names = new ArrayList<>(event.fields().keySet());
        names.addAll(schema.keysOf(event.entities()));
        if (!names.contains(parts[1])) {
            unknown(at, parts[1], "a field or key of " + event.name(), names);
            return null;
        }
        return new Value.OfEvent(event.name(), parts[1]);
    }

    private @Nullable Value ofEntity(YamlValue at, String event, String[] parts) {
        List<String> about = schema.event(event).entities();
        if (!about.contains(parts[0])) {
            unknown(at, parts[0], "an entity of " + event, about);
            return null;
        }
        EntitySpec entity = schema.entity(parts[0]);
        if (!entity.attributes().containsKey(parts[1])) {
            unknown(at, parts[1], "an attribute of " + entity.name(), entity.attributes().keySet());
            return null;
        }
        return new Value.OfEntity(event, parts[0], parts[1]);
    }

    private List<String> by(YamlMap map, @Nullable String event) {
        List<String> by = new ArrayList<>();
        YamlValue value = map.require("by", "the key by: an entity, or a list of several");
        if (value == null) {
            return by;
        }
        List<String> allowed =
                event == null
                        ? List.copyOf(schema.entities().keySet())
                        : schema.event(event).entities();
        for (YamlValue element : value.oneOrMore()) {
            String entity =
                    element.among(allowed, event == null ? "an entity" : "an entity of " + event);
            if (entity != null && by.contains(entity)) {
                element.note("'" + entity + "' again", "each entity once", null);
            } else if (entity != null) {
                by.add(entity);
            }
        }
        if (value.isList() && value.oneOrMore().isEmpty()) {
            value.note("an empty list", "at least one entity", null);
        }
        return by;
    }

    private static Retention retention(YamlMap map) {
        Map<String, Duration> lengths = new LinkedHashMap<>();
        for (String key : map.which("window", "ttl")) {
            lengths.put(key, map.read(key, YamlValue::duration, Duration.ofDays(1)));
        }
        if (lengths.size() > 1) {
            map.keyAt("ttl").note("both window and ttl", "one of them", null);
        }
        Duration window = lengths.get("window");
        if (window != null) {
            return new Retention.Window(window);
        }
        Duration ttl = lengths.get("ttl");
        return ttl == null ? new Retention.Forever() : new Retention.UntilIdle(ttl);
    }

    private @Nullable ValueType typeOf(Value value) {
        return switch (value) {
            case Value.OfEvent(String event, String name) -> schema.event(event).fields().get(name);
            case Value.OfEntity(_, String entity, String attribute) ->
                    schema.entity(entity).attributes().get(attribute);
        };
    }

    private static String @Nullable [] parts(YamlValue at, String expected) {
        String text = at.text(expected);
        if (text == null) {
            return null;
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length == 2) {
            return parts;
        }
        at.expected(expected);
        return null;
    }

    private static void unknown(YamlValue at, String word, String what, Collection<String> words) {
        String expected = what + ": " + String.join(", ", words);
        at.note("'" + word + "'", expected, Spelling.nearest(word, words));
    }
}
