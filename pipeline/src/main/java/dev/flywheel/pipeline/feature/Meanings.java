package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Gathers all declarations that the values of features depend on: each feature's own, and those of
/// whatever it names. What else entities and events declare does not count, so that another
/// attribute leaves the features beside it as they are.
final class Meanings {

    private final Schema schema;
    private final Map<String, Set<String>> meanings = new LinkedHashMap<>();

    private Meanings(Schema schema) {
        this.schema = schema;
    }

    /// The declarations by feature; equal ones, equal values.
    ///
    /// @param features each after those that it names
    static Map<String, Set<String>> of(Schema schema, List<FeatureSpec> features) {
        Meanings all = new Meanings(schema);
        for (FeatureSpec feature : features) {
            Set<String> lines = new TreeSet<>();
            lines.add("feature %s %s".formatted(feature.name(), feature.meaning()));
            all.addNamed(lines, feature.operator());
            all.meanings.put(feature.name(), lines);
        }
        return all.meanings;
    }

    private void addNamed(Set<String> lines, Operator operator) {
        switch (operator) {
            case Operator.Aggregate(_, var event, var value, var where, var by, _) -> {
                addEvent(lines, event, where);
                addValue(lines, value);
                addKeys(lines, by);
            }
            case Operator.Rate(var of, var over, var by, var overBy, _, _, _) -> {
                addEvent(lines, of.event(), of.where());
                addEvent(lines, over.event(), over.where());
                addKeys(lines, by);
                addKeys(lines, overBy);
            }
            case Operator.Last(var value, var where, var by, _, _) -> {
                addEvent(lines, value.event(), where);
                addValue(lines, value);
                addKeys(lines, by);
            }
            case Operator.SinceLast(var events, var by) -> {
                addEvent(lines, events.event(), events.where());
                addKeys(lines, by);
            }
            case Operator.Attribute(String entity, String attribute) ->
                    addAttribute(lines, entity, attribute);
            case Operator.Key(String entity) -> addKey(lines, entity);
            case Operator.Field(String event, String field) -> addField(lines, event, field);
            case Operator.EventTime _ -> {}
            case Operator.Derive(var expression) ->
                    expression.names().forEach(name -> addFeature(lines, name));
        }
    }

    private void addEvent(Set<String> lines, String name, @Nullable CelExpression where) {
        Join join = schema.event(name).join();
        lines.add(join == null ? "event " + name : "event %s %s".formatted(name, join));
        if (where != null) {
            where.names().forEach(field -> addField(lines, name, field));
        }
    }

    private void addValue(Set<String> lines, @Nullable Value value) {
        switch (value) {
            case null -> {}
            case Value.OfEvent(String event, String name) -> addField(lines, event, name);
            case Value.OfEntity(_, String entity, String attribute) ->
                    addAttribute(lines, entity, attribute);
        }
    }

    /// An event's keys are always texts, and named as they are by whoever asks for one.
    private void addField(Set<String> lines, String eventName, String field) {
        EventSpec event = schema.event(eventName);
        if (event.fields().containsKey(field)) {
            lines.add("field %s.%s %s".formatted(eventName, field, event.fields().get(field)));
        }
    }

    private void addAttribute(Set<String> lines, String entity, String attribute) {
        addKey(lines, entity);
        lines.add(
                "attribute %s.%s %s"
                        .formatted(
                                entity,
                                attribute,
                                schema.entity(entity).attributes().get(attribute)));
    }

    private void addKeys(Set<String> lines, List<String> entitiesAndFeatures) {
        for (String name : entitiesAndFeatures) {
            if (schema.entities().containsKey(name)) {
                addKey(lines, name);
            } else {
                addFeature(lines, name);
            }
        }
    }

    private void addFeature(Set<String> lines, String name) {
        lines.addAll(meanings.getOrDefault(name, Set.of()));
    }

    private void addKey(Set<String> lines, String entity) {
        lines.add("entity %s key %s".formatted(entity, schema.entity(entity).key()));
    }
}
