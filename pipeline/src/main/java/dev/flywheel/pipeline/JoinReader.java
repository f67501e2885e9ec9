package dev.flywheel.pipeline;

import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `join` of events, once all events are read but for that.
final class JoinReader {

    private final Map<String, EntitySpec> entities;
    private final Map<String, EventSpec> events;
    private final Map<String, YamlMap> joined = new LinkedHashMap<>();

    /// @param events as far as they are read, which this completes
    JoinReader(Map<String, EntitySpec> entities, Map<String, EventSpec> events) {
        this.entities = entities;
        this.events = events;
    }

    /// Tells that an event has the key `join`.
    void add(String event, YamlMap at) {
        joined.put(event, at);
    }

    /// Gives the joined events the entities of their targets.
    void complete() {
        joined.forEach((name, map) -> {
            EventSpec event = events.get(name);
            YamlValue at = map.get("join");
            if (event != null && at != null) {
                Join join = join(event, at);
                events.put(name, join == null ? mistaken(event) : complete(event, map, join));
            }
        });
    }

    private @Nullable Join join(EventSpec event, YamlValue value) {
        YamlMap map = value.map("a mapping with to, on and within");
        if (map == null) {
            return null;
        }
        map.allow("to", "on", "within");
        YamlValue to = map.require("to", "the event whose entities it is about");
        EventSpec target = to == null ? null : target(event, to);
        YamlValue on = map.require("on", "the field in which both events are equal");
        String field = on == null ? null : field(event, target, on);
        Duration within =
                map.must(
                        "within",
                        "how long before it that event may have been, such as 7d",
                        YamlValue::duration,
                        Duration.ofDays(1));
        return target == null || field == null ? null : new Join(target.name(), field, within);
    }

    private @Nullable EventSpec target(EventSpec event, YamlValue at) {
        List<String> offered =
                events.values().stream()
                        .filter(each -> !joined.containsKey(each.name()))
                        .filter(each -> !each.entities().isEmpty())
                        .map(EventSpec::name)
                        .toList();
        String name = at.among(events.keySet(), offered, "an event");
        EventSpec target = name == null ? null : events.get(name);
        if (name == null || target == null) {
            return null;
        }
        if (name.equals(event.name())) {
            at.note("'%s' itself".formatted(name), "another event", null);
            return null;
        }
        if (joined.containsKey(name)) {
            at.note(
                    "'%s', which is joined itself".formatted(name),
                    "an event with entities of its own",
                    null);
            return null;
        }
        if (target.entities().isEmpty()) {
            at.note("'%s', which is about no entity".formatted(name), "an event about one", null);
            return null;
        }
        return target;
    }

    private static @Nullable String field(
            EventSpec event, @Nullable EventSpec target, YamlValue at) {
        String name = at.among(event.fields().keySet(), "a field of " + event.name());
        ValueType type = name == null ? null : event.fields().get(name);
        if (name == null || type == null || target == null) {
            return null;
        }
        if (type != ValueType.CATEGORY && type != ValueType.INTEGER) {
            at.note(
                    "the %s '%s'".formatted(type.word(), name),
                    "a field that is a category or an integer",
                    null);
            return null;
        }
        ValueType other = target.fields().get(name);
        if (other == null) {
            List<String> common = new ArrayList<>(event.fields().keySet());
            common.retainAll(target.fields().keySet());
            at.note(
                    "'%s', which %s has not".formatted(name, target.name()),
                    "a field of both %s and %s%s"
                            .formatted(
                                    event.name(),
                                    target.name(),
                                    common.isEmpty() ? "" : ": " + String.join(", ", common)),
                    Spelling.nearest(name, common));
            return null;
        }
        if (other != type) {
            at.note(
                    "'%s', of the type %s in %s and %s in %s"
                            .formatted(
                                    name, type.word(), event.name(), other.word(), target.name()),
                    "the same type in both",
                    null);
            return null;
        }
        return name;
    }

    private EventSpec complete(EventSpec event, YamlMap map, Join join) {
        List<String> about = events.getOrDefault(join.to(), event).entities();
        YamlValue at = map.get("fields");
        YamlMap fields = at == null ? null : at.map("a mapping of names to types");
        for (String entity : about) {
            EntitySpec spec = entities.get(entity);
            if (spec != null && fields != null && fields.has(spec.key())) {
                fields.keyAt(spec.key())
                        .note(
                                "'%s', which %s has".formatted(spec.key(), join.to()),
                                "no key of an entity: a joined event takes them from its target",
                                null);
            }
        }
        return new EventSpec(event.name(), about, event.fields(), join);
    }

    /// Whatever a feature then asks of it is no further mistake.
    private EventSpec mistaken(EventSpec event) {
        return new EventSpec(event.name(), List.copyOf(entities.keySet()), event.fields(), null);
    }
}
