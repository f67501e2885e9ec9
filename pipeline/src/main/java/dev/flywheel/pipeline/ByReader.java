package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.FeatureSpec;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `by`: what the states of an aggregate are kept for, entities and features declared before.
final class ByReader {

    private final Schema schema;
    private final ValueReader values;
    private final List<FeatureSpec> specs;
    private final List<String> mistaken;

    /// @param specs the features read so far
    /// @param mistaken the names of those with a mistake, which is told already
    ByReader(Schema schema, ValueReader values, List<FeatureSpec> specs, List<String> mistaken) {
        this.schema = schema;
        this.values = values;
        this.specs = specs;
        this.mistaken = mistaken;
    }

    /// @param event whose entities and fields it may be; null if that is a mistake itself
    List<String> read(YamlMap map, String key, @Nullable String event) {
        List<String> by = new ArrayList<>();
        YamlValue value = map.require(key, "the key by: an entity, or a list of several");
        if (value == null) {
            return by;
        }
        Set<List<String>> trails = new LinkedHashSet<>();
        for (YamlValue element : value.oneOrMore()) {
            String name = part(element, event, map, trails);
            if (name != null && by.contains(name)) {
                element.note("'" + name + "' again", "each entity once", null);
            } else if (name != null) {
                by.add(name);
            }
        }
        if (value.isList() && value.oneOrMore().isEmpty()) {
            value.note("an empty list", "at least one entity", null);
        }
        if (trails.size() > 1) {
            value.note(
                    "the last of "
                            + String.join(
                                    " and of ", trails.stream().map(ByReader::words).toList()),
                    "features that remember events by the same entities",
                    null);
        }
        return by;
    }

    private @Nullable String part(
            YamlValue element, @Nullable String event, YamlMap map, Set<List<String>> trails) {
        List<String> entities =
                event == null
                        ? List.copyOf(schema.entities().keySet())
                        : schema.event(event).entities();
        String what = event == null ? "an entity" : "an entity of " + event;
        String name = element.text(what);
        if (name == null || entities.contains(name) || mistaken.contains(name)) {
            return name;
        }
        for (FeatureSpec spec : specs) {
            if (spec.name().equals(name) && !schema.entities().containsKey(name)) {
                return isKey(element, spec, event, map, trails) ? name : null;
            }
        }
        List<String> words = new ArrayList<>(entities);
        specs.forEach(spec -> words.add(spec.name()));
        element.note(
                "'" + name + "'",
                what + ": " + String.join(", ", entities),
                Spelling.nearest(name, words));
        return null;
    }

    /// Whether that feature can be a part of a state's key.
    private boolean isKey(
            YamlValue element,
            FeatureSpec spec,
            @Nullable String event,
            YamlMap map,
            Set<List<String>> trails) {
        List<String> needed =
                switch (spec.operator()) {
                    case Operator.Last last when isCategory(spec) -> last.by();
                    case Operator.Attribute attribute when isCategory(spec) ->
                            List.of(attribute.entity());
                    case Operator.Field field
                            when isCategory(spec) && field.event().equals(event) ->
                            List.of();
                    default -> null;
                };
        boolean isOfEvent =
                needed != null
                        && (event == null || schema.event(event).entities().containsAll(needed));
        if (event != null
                && spec.operator() instanceof Operator.Field field
                && !field.event().equals(event)) {
            element.note(
                    "the feature '%s', a field of %s".formatted(spec.name(), field.event()),
                    byOtherField(schema.event(event)),
                    null);
            return false;
        }
        if (needed == null || !isOfEvent) {
            element.note(
                    "the feature '" + spec.name() + "'",
                    "a category by last, attribute or field, of "
                            + (event == null ? "the event" : event),
                    null);
            return false;
        }
        if (!(spec.operator() instanceof Operator.Last)) {
            return true;
        }
        trails.add(needed);
        if (!needed.stream().allMatch(schema.entities()::containsKey)) {
            element.note(
                    "the feature '" + spec.name() + "' by " + words(needed),
                    "a feature by entities alone",
                    null);
            return false;
        }
        boolean isCount = map.has("count") || map.has("rate");
        if (!isCount || map.has("ttl")) {
            element.note(
                    isCount ? "a last with ttl" : "a last as key of no count",
                    "count or rate, without ttl, as late events take counts back",
                    null);
            return false;
        }
        return true;
    }

    private static String byOtherField(EventSpec event) {
        Join join = event.join();
        return "a category by last or attribute, or by a field of %s%s"
                .formatted(
                        event.name(),
                        join == null
                                ? ""
                                : ", which has the keys and attributes of what %s is about, and not its fields"
                                        .formatted(join.to()));
    }

    private boolean isCategory(FeatureSpec spec) {
        return !values.typeOf(spec.operator()).isNumeric();
    }

    private static String words(List<String> by) {
        return String.join(" and ", by);
    }
}
