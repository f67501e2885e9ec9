package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.Retention;
import dev.flywheel.pipeline.feature.Statistic;
import dev.flywheel.pipeline.feature.Value;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the operators that remember events: statistics, `rate`, `last` and `since_last`.
final class AggregateReader {

    private static final int MOST_LASTS = 100;

    private final Schema schema;
    private final ValueReader values;
    private final ByReader by;

    AggregateReader(Schema schema, ValueReader values, ByReader by) {
        this.schema = schema;
        this.values = values;
        this.by = by;
    }

    @Nullable Operator count(YamlMap map) {
        Operator.Selection events = selection(map, "count", "where");
        List<String> by = this.by.read(map, "by", events == null ? null : events.event());
        Retention retention = retention(map, "window", "ttl", "half_life");
        return events == null
                ? null
                : new Operator.Aggregate(
                        Statistic.COUNT, events.event(), null, events.where(), by, retention);
    }

    @Nullable Operator statistic(YamlMap map, Statistic statistic) {
        Value value = values.value(map, statistic.word());
        CelExpression where = where(map, "where", value == null ? null : value.event());
        List<String> by = this.by.read(map, "by", value == null ? null : value.event());
        Retention retention =
                statistic.decays()
                        ? retention(map, "window", "ttl", "half_life")
                        : retention(map, "window", "ttl");
        if (value == null) {
            return null;
        }
        if (statistic != Statistic.DISTINCT && !values.typeOf(value).isNumeric()) {
            map.keyAt(statistic.word())
                    .note("a " + values.typeOf(value).word(), "a number or an integer", null);
        }
        return new Operator.Aggregate(statistic, value.event(), value, where, by, retention);
    }

    @Nullable Operator rate(YamlMap map) {
        Operator.Selection of = selection(map, "rate", "where");
        Operator.Selection over = selection(map, "over", "over_where");
        List<String> by = this.by.read(map, "by", of == null ? null : of.event());
        String overEvent = over == null ? null : over.event();
        boolean isBySame = of != null && of.event().equals(overEvent);
        List<String> overBy =
                !map.has("over_by") && (isBySame || hasMistake(map, by))
                        ? by // So that a mistake is told once.
                        : this.by.read(map, map.has("over_by") ? "over_by" : "by", overEvent);
        Retention retention = retention(map, "window", "ttl", "half_life");
        double prior = map.read("prior", at -> at.number(0, Double.POSITIVE_INFINITY), 0.0);
        double weight = map.read("weight", at -> at.number(0, Double.POSITIVE_INFINITY), 0.0);
        if (map.has("prior") != map.has("weight")) {
            map.self()
                    .note(
                            map.has("prior") ? "prior without weight" : "weight without prior",
                            "both or none, such as prior: 0.01, weight: 10",
                            null);
        }
        return of == null || over == null
                ? null
                : new Operator.Rate(of, over, by, overBy, retention, prior, weight);
    }

    private static boolean hasMistake(YamlMap map, List<String> by) {
        YamlValue value = map.get("by");
        return value == null || by.size() < value.oneOrMore().size();
    }

    @Nullable Operator last(YamlMap map) {
        Value value = values.value(map, "last");
        CelExpression where = where(map, "where", value == null ? null : value.event());
        List<String> by = this.by.read(map, "by", value == null ? null : value.event());
        Retention retention = retention(map, "ttl");
        int nth = map.read("nth", at -> at.integer(1, MOST_LASTS), 1L).intValue();
        return value == null ? null : new Operator.Last(value, where, by, retention, nth);
    }

    @Nullable Operator sinceLast(YamlMap map) {
        Operator.Selection events = selection(map, "since_last", "where");
        List<String> by = this.by.read(map, "by", events == null ? null : events.event());
        return events == null ? null : new Operator.SinceLast(events, by);
    }

    private Operator.@Nullable Selection selection(YamlMap map, String key, String whereKey) {
        YamlValue at = map.require(key, "an event");
        String event = at == null ? null : at.among(schema.events().keySet(), "an event");
        CelExpression where = where(map, whereKey, event);
        return event == null ? null : new Operator.Selection(event, where);
    }

    private @Nullable CelExpression where(YamlMap map, String key, @Nullable String event) {
        YamlValue at = map.get(key);
        return at == null || event == null
                ? null
                : CelReader.condition(
                        at,
                        CelReader.namesOf(schema, schema.event(event)),
                        "the keys and fields of " + event);
    }

    /// How long it remembers; at most one of those keys.
    private static Retention retention(YamlMap map, String... keys) {
        List<String> present = map.which(keys);
        if (present.size() > 1) {
            map.keyAt(present.getLast())
                    .note("both " + String.join(" and ", present), "one of them", null);
        }
        if (map.has("delay") && !map.has("window")) {
            map.keyAt("delay").note("delay without window", "a window that it moves back", null);
        }
        if (present.isEmpty()) {
            return new Retention.Forever();
        }
        Duration length = map.read(present.getFirst(), YamlValue::duration, Duration.ofDays(1));
        return switch (present.getFirst()) {
            case "window" ->
                    new Retention.Window(
                            length, map.read("delay", YamlValue::duration, Duration.ZERO));
            case "ttl" -> new Retention.UntilIdle(length);
            default -> new Retention.HalfLife(length);
        };
    }
}
