package dev.flywheel.pipeline;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.spec.Expectations.Rule;
import dev.flywheel.pipeline.yaml.Spelling;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides which events a pipeline accepts, and tells every reason where it doesn't.
///
/// Immutable, so safe for any number of threads.
public final class EventSchema {

    private static final List<String> MEMBERS =
            List.of("event_id", "event_type", "event_time", "prediction_id");

    private final Pipeline pipeline;
    private final Schema schema;
    private final Map<String, Members> members = new LinkedHashMap<>();

    public EventSchema(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.schema = pipeline.schema();
        schema.events().values().forEach(spec -> members.put(spec.name(), members(spec)));
    }

    /// Checks a parsed JSON object.
    ///
    /// @param now to judge its event time by, and what that is if it has none
    /// @param fallbackId its id if it has none, such as a row's position in a file; null to derive
    ///   one from the content, or a random one where there is no event time either
    public Checked<Event> check(Map<String, ?> json, Instant now, @Nullable String fallbackId) {
        ValueChecker checker = new ValueChecker();
        Members expected = members.get(eventType(json, checker));
        if (expected == null) {
            return new Checked.Refused<>(checker.reasons());
        }
        Map<String, Object> values = values(json, expected, checker);
        Instant eventTime = eventTime(json, now, checker);
        String id = optionalKey(json, "event_id", checker);
        String predictionId = optionalKey(json, "prediction_id", checker);
        if (!checker.reasons().isEmpty() || eventTime == null) {
            return new Checked.Refused<>(checker.reasons());
        }
        String type = expected.spec.name();
        String known = id != null ? id : fallbackId;
        String eventId = known != null ? known : derivedId(json, type, eventTime, values);
        return new Checked.Accepted<>(
                new Event(eventId, type, eventTime, predictionId, values), known == null);
    }

    private @Nullable String eventType(Map<String, ?> json, ValueChecker checker) {
        Object raw = json.get("event_type");
        Set<String> types = members.keySet();
        if (raw == null) {
            if (types.size() == 1) {
                return types.iterator().next();
            }
            checker.refuse("event_type", "is missing; this pipeline has " + types);
            return null;
        }
        if (raw instanceof String type && types.contains(type)) {
            return type;
        }
        String nearest = Spelling.nearest(raw.toString(), types);
        String hint = nearest == null ? "" : "; did you mean '" + nearest + "'?";
        checker.refuse("event_type", "is '%s', none of %s%s".formatted(raw, types, hint));
        return null;
    }

    private static Map<String, Object> values(
            Map<String, ?> json, Members expected, ValueChecker checker) {
        Map<String, Object> values = new TreeMap<>();
        for (String key : expected.keys) {
            Object raw = json.get(key);
            if (raw == null) {
                checker.refuse(key, "is missing");
                continue;
            }
            String text = checker.key(key, raw);
            if (text != null) {
                values.put(key, text);
            }
        }
        expected.spec
                .fields()
                .forEach((field, type) -> {
                    Object raw = json.get(field);
                    Object value = raw == null ? null : checker.value(field, raw, type);
                    if (value != null) {
                        values.put(field, value);
                    }
                    if (value != null || raw == null) {
                        for (Rule rule : expected.rules.getOrDefault(field, List.of())) {
                            checker.obey(field, value, rule);
                        }
                    }
                });
        for (String name : json.keySet()) {
            if (!expected.names.contains(name)) {
                String nearest = Spelling.nearest(name, expected.names);
                String hint = nearest == null ? "" : "; did you mean '" + nearest + "'?";
                checker.refuse(name, "is no field of " + expected.spec.name() + hint);
            }
        }
        return values;
    }

    private @Nullable Instant eventTime(Map<String, ?> json, Instant now, ValueChecker checker) {
        Object raw = json.get("event_time");
        if (raw == null) {
            return now;
        }
        Instant time = checker.instant("event_time", raw);
        if (time == null) {
            return null;
        }
        Instant earliest = now.minus(pipeline.accept().past());
        Instant latest = now.plus(pipeline.accept().future());
        if (time.isBefore(earliest)) {
            checker.refuse("event_time", "is %s, before %s".formatted(time, earliest));
        } else if (time.isAfter(latest)) {
            checker.refuse("event_time", "is %s, after %s".formatted(time, latest));
        }
        return time;
    }

    private static @Nullable String optionalKey(
            Map<String, ?> json, String name, ValueChecker checker) {
        Object raw = json.get(name);
        return raw == null ? null : checker.key(name, raw);
    }

    /// The same content at the same time gives the same id, so that sending it again is safe.
    private static String derivedId(
            Map<String, ?> json, String type, Instant time, Map<String, Object> values) {
        if (json.get("event_time") == null) {
            return UUID.randomUUID().toString();
        }
        StringBuilder content = new StringBuilder(type).append('\n').append(time).append('\n');
        content.append(json.get("prediction_id")).append('\n');
        values.forEach(
                (name, value) -> content.append(name).append('=').append(value).append('\n'));
        byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
        return Digest.of(bytes).hex().substring(0, 32);
    }

    private Members members(EventSpec spec) {
        Set<String> keys = new LinkedHashSet<>(schema.keysOf(spec.entities()));
        Set<String> names = new LinkedHashSet<>(keys);
        names.addAll(spec.fields().keySet());
        names.addAll(MEMBERS);
        Map<String, List<Rule>> rules = new LinkedHashMap<>();
        for (Map.Entry<String, ValueType> field : spec.fields().entrySet()) {
            rules.put(field.getKey(), pipeline.expectations().rulesOf(field.getKey()));
        }
        return new Members(spec, new ArrayList<>(keys), names, rules);
    }

    private record Members(
            EventSpec spec, List<String> keys, Set<String> names, Map<String, List<Rule>> rules) {}
}
