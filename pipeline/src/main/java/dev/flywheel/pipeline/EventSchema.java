package dev.flywheel.pipeline;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.cel.CelFailedException;
import dev.flywheel.pipeline.expectation.EventRule;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
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
import java.util.stream.Collectors;
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
                });
        Join join = expected.spec.join();
        if (join != null && json.get(join.on()) == null) {
            checker.refuse(
                    join.on(),
                    "is missing, and %s is joined to %s by it"
                            .formatted(expected.spec.name(), join.to()));
        }
        for (EventRule rule : expected.rules) {
            obey(json, values, rule, checker);
        }
        for (String name : json.keySet()) {
            if (!expected.names.contains(name)) {
                String nearest = Spelling.nearest(name, expected.names);
                String hint = nearest == null ? "" : "; did you mean '" + nearest + "'?";
                checker.refuse(name, "is no field of " + expected.spec.name() + hint);
            }
        }
        return values;
    }

    private static void obey(
            Map<String, ?> json, Map<String, Object> values, EventRule rule, ValueChecker checker) {
        switch (rule) {
            case EventRule.OfValue(_, String field, ValueRule expected) -> {
                Object value = values.get(field);
                if (value != null) {
                    checker.obey(field, value, expected);
                }
            }
            case EventRule.Required(_, String field) -> {
                if (json.get(field) == null) {
                    checker.refuse(field, "is missing, and the pipeline expects it");
                }
            }
            case EventRule.Holds holds -> obey(values, holds, checker);
            case EventRule.Fresh _, EventRule.Unique _ ->
                    throw new IllegalStateException("No rule of content: " + rule);
        }
    }

    private static void obey(
            Map<String, Object> values, EventRule.Holds rule, ValueChecker checker) {
        CelExpression expression = rule.expression();
        try {
            if (!Boolean.TRUE.equals(expression.evaluate(values::get))) {
                refuse(values, rule, "", checker);
            }
        } catch (CelFailedException e) {
            if (values.keySet().containsAll(expression.names())) {
                refuse(values, rule, ", which can't be computed (" + e.getMessage() + ")", checker);
            }
        }
    }

    private static void refuse(
            Map<String, Object> values, EventRule.Holds rule, String why, ValueChecker checker) {
        Set<String> names = rule.expression().names();
        String found =
                names.stream()
                        .map(name -> "%s is %s".formatted(name, values.get(name)))
                        .collect(Collectors.joining(" and "));
        checker.refuse(
                String.join(", ", names),
                "%s breaks the rule %s%s"
                        .formatted(found.isEmpty() ? "it" : found, rule.name(), why));
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
            checker.refuse(
                    "event_time",
                    "is %s, before %s, the earliest that accept.past takes"
                            .formatted(time, earliest.truncatedTo(SECONDS)));
        } else if (time.isAfter(latest)) {
            checker.refuse(
                    "event_time",
                    "is %s, after %s, the latest that accept.future takes"
                            .formatted(time, latest.truncatedTo(SECONDS)));
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
        Set<String> keys = new LinkedHashSet<>(schema.keysOf(spec.carried()));
        Set<String> names = new LinkedHashSet<>(keys);
        names.addAll(spec.fields().keySet());
        names.addAll(MEMBERS);
        List<EventRule> rules =
                pipeline.expectations().events().stream()
                        .filter(rule -> isFor(rule, spec, names))
                        .toList();
        return new Members(spec, new ArrayList<>(keys), names, rules);
    }

    /// Whether a rule is for the content of that event; when an event arrives is not its content.
    private static boolean isFor(EventRule rule, EventSpec spec, Set<String> names) {
        return rule.appliesTo(spec.name())
                && switch (rule) {
                    case EventRule.OfValue(_, String field, _) -> names.contains(field);
                    case EventRule.Required(_, String field) -> names.contains(field);
                    case EventRule.Holds(_, _, CelExpression expression) ->
                            names.containsAll(expression.names());
                    case EventRule.Fresh _, EventRule.Unique _ -> false;
                };
    }

    private record Members(
            EventSpec spec, List<String> keys, Set<String> names, List<EventRule> rules) {}
}
