package dev.flywheel.pipeline;

import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.spec.Expectations;
import dev.flywheel.pipeline.spec.Expectations.Check;
import dev.flywheel.pipeline.spec.Expectations.OnBreach;
import dev.flywheel.pipeline.spec.Expectations.Rule;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `expectations`.
final class ExpectationReader {

    private static final String RULES = "one of between, in, not_null";
    private static final String CHECKS = "one of rows, feature, drift_from_champion, sql";

    private final Map<String, ValueType> fields = new LinkedHashMap<>();
    private final List<String> features;

    ExpectationReader(Schema schema, List<String> features) {
        for (EventSpec event : schema.events().values()) {
            fields.putAll(event.fields());
        }
        this.features = features;
    }

    @Nullable Expectations read(YamlValue value) {
        YamlMap map = value.map("a mapping with events and dataset");
        if (map == null) {
            return null;
        }
        map.allow("events", "dataset");
        List<Expectations.OfEvent> events = new ArrayList<>();
        YamlValue eventRules = map.get("events");
        if (eventRules != null) {
            for (YamlValue element : eventRules.list("a list of rules")) {
                YamlMap rule = element.map("a mapping with field and a rule");
                if (rule != null) {
                    addEventRule(rule.allow("field", "between", "in", "not_null"), events);
                }
            }
        }
        List<Expectations.OfDataset> dataset = new ArrayList<>();
        YamlValue datasetRules = map.get("dataset");
        if (datasetRules != null) {
            for (YamlValue element : datasetRules.list("a list of rules")) {
                YamlMap rule = element.map("a mapping with a rule");
                if (rule != null) {
                    addDatasetRule(rule, dataset);
                }
            }
        }
        return new Expectations(events, dataset);
    }

    private void addEventRule(YamlMap map, List<Expectations.OfEvent> rules) {
        String field = map.must("field", "a field of an event", this::field, "");
        List<String> which = map.which("between", "in", "not_null");
        if (which.size() != 1) {
            String found = which.isEmpty() ? "no rule" : String.join(" and ", which);
            map.self().note(found, RULES, null);
            return;
        }
        Rule rule = rule(map, which.getFirst());
        if (rule instanceof Rule.Between && isText(field)) {
            String found = "between for the text '" + field + "'";
            map.keyAt("between").note(found, "a number or an integer", null);
        }
        if (rule != null) {
            rules.add(new Expectations.OfEvent(field, rule));
        }
    }

    private boolean isText(String field) {
        ValueType type = fields.get(field);
        return type != null && !type.isNumeric();
    }

    private @Nullable String field(YamlValue value) {
        return value.among(fields.keySet(), "a field of an event");
    }

    private static @Nullable Rule rule(YamlMap map, String which) {
        YamlValue value = map.get(which);
        if (value == null) {
            return null;
        }
        return switch (which) {
            case "between" -> between(value);
            case "in" -> in(value);
            default -> {
                if (!Boolean.TRUE.equals(value.scalar())) {
                    value.expected("true");
                }
                yield new Rule.NotNull();
            }
        };
    }

    private static @Nullable Rule between(YamlValue value) {
        List<YamlValue> ends = value.list("two numbers, such as [1, 5]");
        if (ends.size() != 2) {
            if (value.isList()) {
                value.note(ends.size() + " values", "two numbers, such as [1, 5]", null);
            }
            return null;
        }
        Double least = ends.get(0).number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        Double most = ends.get(1).number(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        if (least == null || most == null) {
            return null;
        }
        if (least > most) {
            value.note("%s before %s".formatted(least, most), "the smaller number first", null);
        }
        return new Rule.Between(least, most);
    }

    private static Rule in(YamlValue value) {
        List<String> words = new ArrayList<>();
        for (YamlValue element : value.list("a list of allowed values")) {
            String word = element.text("a value");
            if (word != null) {
                words.add(word);
            }
        }
        return new Rule.In(words);
    }

    private void addDatasetRule(YamlMap map, List<Expectations.OfDataset> rules) {
        OnBreach onBreach =
                map.read(
                        "on_breach",
                        at ->
                                at.among(
                                        OnBreach.values(),
                                        constant -> constant.name().toLowerCase(Locale.ROOT),
                                        "what to do"),
                        OnBreach.HALT);
        List<String> which = map.which("rows", "feature", "drift_from_champion", "sql");
        if (which.size() != 1) {
            map.allow(
                    "rows", "feature", "missing_share", "drift_from_champion", "sql", "on_breach");
            String found = which.isEmpty() ? "no rule" : String.join(" and ", which);
            map.self().note(found, CHECKS, null);
            return;
        }
        Check check =
                switch (which.getFirst()) {
                    case "rows" -> rows(map.allow("rows", "on_breach"));
                    case "feature" ->
                            missingShare(map.allow("feature", "missing_share", "on_breach"));
                    case "drift_from_champion" ->
                            drift(map.allow("drift_from_champion", "on_breach"));
                    default -> sql(map.allow("sql", "on_breach"));
                };
        rules.add(new Expectations.OfDataset(check, onBreach));
    }

    private static Check rows(YamlMap map) {
        return new Check.Rows((long) limit(map, "rows", "at_least", Long.MAX_VALUE));
    }

    private Check missingShare(YamlMap map) {
        return new Check.MissingShare(
                map.must("feature", "a feature", at -> at.among(features, "a feature"), ""),
                limit(map, "missing_share", "at_most", 1));
    }

    private static Check drift(YamlMap map) {
        YamlValue value = map.require("drift_from_champion", "psi: { at_most: 0.5 }");
        YamlMap inner = value == null ? null : value.map("a mapping with psi");
        return new Check.DriftFromChampion(
                inner == null
                        ? 0
                        : limit(inner.allow("psi"), "psi", "at_most", Double.POSITIVE_INFINITY));
    }

    private static Check sql(YamlMap map) {
        String expression =
                map.must("sql", "a DuckDB expression", at -> at.text("an expression"), "");
        return new Check.Sql(expression);
    }

    /// The number in `key: { word: 5 }`.
    private static double limit(YamlMap map, String key, String word, double most) {
        String expected = "a mapping with " + word;
        YamlValue value = map.require(key, expected);
        YamlMap inner = value == null ? null : value.map(expected);
        if (inner == null) {
            return 0;
        }
        inner.allow(word);
        return inner.must(word, "the limit " + word, at -> at.number(0, most), 0.0);
    }
}
