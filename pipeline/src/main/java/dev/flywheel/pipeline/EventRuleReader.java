package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.expectation.EventRule;
import dev.flywheel.pipeline.expectation.ValueRule;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the rules of `expectations.events`.
final class EventRuleReader {

    /// The words of all rules.
    static final List<String> RULES =
            List.of(
                    "required",
                    "between",
                    "in",
                    "not_in",
                    "matches",
                    "length",
                    "rule",
                    "freshness",
                    "unique");

    private static final String[] KEYS = {
        "field",
        "required",
        "between",
        "in",
        "not_in",
        "matches",
        "length",
        "rule",
        "name",
        "freshness",
        "unique",
        "within",
        "on"
    };
    private static final Duration LONGEST = Duration.ofDays(1);

    /// The keys and fields of each event; keys are texts.
    private final Map<String, Map<String, ValueType>> members = new LinkedHashMap<>();

    EventRuleReader(Schema schema) {
        for (EventSpec event : schema.events().values()) {
            Map<String, ValueType> types = new LinkedHashMap<>();
            for (String entity : event.carried()) {
                var spec = schema.entities().get(entity);
                if (spec != null) {
                    types.put(spec.key(), ValueType.CATEGORY);
                }
            }
            types.putAll(event.fields());
            members.put(event.name(), types);
        }
    }

    /// Reads a rule; null after a mistake.
    @Nullable EventRule read(YamlMap map) {
        List<String> which = map.which(RULES.toArray(String[]::new));
        if (which.size() != 1) {
            List<String> others = new ArrayList<>(map.values().keySet());
            others.removeAll(List.of(KEYS));
            if (which.isEmpty() && !others.isEmpty()) {
                map.allow(KEYS);
                return null;
            }
            String found = which.isEmpty() ? "no rule" : String.join(" and ", which);
            map.self().note(found, "one of " + String.join(", ", RULES), null);
            return null;
        }
        String word = which.getFirst();
        return switch (word) {
            case "rule" -> holds(map.allow("rule", "name", "on"));
            case "freshness" -> fresh(map.allow("freshness", "on"));
            case "unique" -> unique(map.allow("unique", "within", "on"));
            default -> ofField(map.allow("field", word, "on"), word);
        };
    }

    private @Nullable EventRule ofField(YamlMap map, String word) {
        String on = on(map);
        Map<String, ValueType> known = known(on);
        String what = on == null ? "a field of an event" : "a field of " + on;
        String field = map.must("field", what, at -> at.among(known.keySet(), what), "");
        if (word.equals("required")) {
            YamlValue value = map.get("required");
            if (value != null && !Boolean.TRUE.equals(value.scalar())) {
                value.expected("true");
            }
            return new EventRule.Required(on, field);
        }
        ValueRule rule = ValueRuleReader.read(map, word);
        ValueType type = known.get(field);
        if (rule == null || type == null) {
            return null;
        }
        ValueRuleReader.checkType(map, rule, type.isNumeric(), field);
        return new EventRule.OfValue(on, field, rule);
    }

    private @Nullable EventRule holds(YamlMap map) {
        String on = on(map);
        YamlValue value = map.get("rule");
        if (members.isEmpty() || (on == null && members.size() > 1)) {
            if (!map.has("on") && !members.isEmpty()) {
                map.self().note("no key 'on'", "the event that the rule is for", null);
            }
            return null;
        }
        String event = on == null ? members.keySet().iterator().next() : on;
        CelExpression expression =
                value == null
                        ? null
                        : CelReader.condition(value, known(event), "the fields of " + event);
        return expression == null
                ? null
                : new EventRule.Holds(
                        on,
                        map.read("name", at -> at.text("a name"), expression.text()),
                        expression);
    }

    private EventRule fresh(YamlMap map) {
        String expected = "a mapping with at_most";
        YamlValue value = map.require("freshness", expected);
        YamlMap inner = value == null ? null : value.map(expected);
        Duration most =
                inner == null
                        ? Duration.ofDays(1)
                        : inner.allow("at_most")
                                .must("at_most", "a time", YamlValue::duration, LONGEST);
        return new EventRule.Fresh(on(map), most);
    }

    private EventRule unique(YamlMap map) {
        String on = on(map);
        List<String> names = new ArrayList<>();
        String what = on == null ? "a member of an event" : "a member of " + on;
        YamlValue value = map.get("unique");
        if (value != null) {
            for (YamlValue element : value.oneOrMore()) {
                String name = element.among(known(on).keySet(), what);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        Duration within = map.must("within", "how long, such as 10m", YamlValue::duration, LONGEST);
        if (within.compareTo(LONGEST) > 0) {
            map.keyAt("within").note("more than 1d", "at most 1d", null);
        }
        if (on == null && members.size() > 1) {
            boolean inAll = members.values().stream().allMatch(m -> m.keySet().containsAll(names));
            if (!inAll) {
                map.self().note("no key 'on'", "the event that has all of " + names, null);
            }
        }
        return new EventRule.Unique(on, names, within);
    }

    private @Nullable String on(YamlMap map) {
        YamlValue value = map.get("on");
        return value == null ? null : value.among(members.keySet(), "an event");
    }

    private Map<String, ValueType> known(@Nullable String event) {
        if (event != null) {
            return members.getOrDefault(event, Map.of());
        }
        Map<String, ValueType> all = new LinkedHashMap<>();
        members.values().forEach(types -> types.forEach(all::putIfAbsent));
        return all;
    }
}
