package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Value;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads words with a dot: `click.order`, `item.price`, and the latter with `on: click`.
final class ValueReader {

    private final Schema schema;

    ValueReader(Schema schema) {
        this.schema = schema;
    }

    /// `item.price` with `on: click`, or `click.order`.
    @Nullable Value value(YamlMap map, String operator) {
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

    /// The type of a value; a category for a key.
    ValueType typeOf(Value value) {
        ValueType declared =
                switch (value) {
                    case Value.OfEvent(String event, String name) ->
                            schema.event(event).fields().get(name);
                    case Value.OfEntity(_, String entity, String attribute) ->
                            schema.entity(entity).attributes().get(attribute);
                };
        return declared == null ? ValueType.CATEGORY : declared;
    }

    /// What a feature gives: a number or a category.
    ValueType typeOf(Operator operator) {
        ValueType type =
                switch (operator) {
                    case Operator.Aggregate _,
                            Operator.Rate _,
                            Operator.SinceLast _,
                            Operator.EventTime _ ->
                            ValueType.NUMBER;
                    case Operator.Last last -> typeOf(last.value());
                    case Operator.Attribute(String entity, String attribute) ->
                            typeOf(new Value.OfEntity("", entity, attribute));
                    case Operator.Key _ -> ValueType.CATEGORY;
                    case Operator.Field(String event, String field) ->
                            typeOf(new Value.OfEvent(event, field));
                    case Operator.Derive(CelExpression expression) -> expression.type();
                };
        // A boolean is a categorical feature, which an expression sees as its text.
        return type.isNumeric() ? ValueType.NUMBER : ValueType.CATEGORY;
    }

    /// The entity and the attribute of `item.price`.
    String @Nullable [] attribute(YamlValue at) {
        String[] parts = parts(at, "an attribute such as item.price");
        if (parts == null) {
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
        return parts;
    }

    /// The event and the field of `click.order`.
    String @Nullable [] field(YamlValue at) {
        String[] parts = parts(at, "a field such as click.order");
        if (parts == null) {
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
        return parts;
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
