package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelExpression;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says what a declared feature is: canonically for its hash, and in a sentence for people.
final class Meaning {

    private Meaning() {}

    /// All that the values depend on.
    static String canonical(FeatureSpec spec) {
        Normalization normalize = spec.normalize();
        return normalize == null
                ? canonical(spec.operator())
                : canonical(spec.operator()) + " normalized " + normalize;
    }

    private static String canonical(Operator operator) {
        return switch (operator) {
            case Operator.Aggregate(
                            var statistic,
                            var event,
                            var value,
                            var where,
                            var by,
                            var r) ->
                    "%s %s %s by %s %s"
                            .formatted(
                                    statistic.word(),
                                    canonical(event, where),
                                    value == null ? "" : value.word(),
                                    by,
                                    canonical(r));
            case Operator.Rate(
                            var of,
                            var over,
                            var by,
                            var overBy,
                            var r,
                            var prior,
                            var weight) ->
                    "rate %s over %s by %s %s prior %s weight %s"
                            .formatted(
                                    canonical(of),
                                    canonical(over),
                                    by.equals(overBy) ? by : by + " over " + overBy,
                                    canonical(r),
                                    prior,
                                    weight);
            case Operator.Last(var value, var where, var by, var r, var nth) ->
                    "last %s %s by %s %s nth %d"
                            .formatted(
                                    canonical(value.event(), where),
                                    value.word(),
                                    by,
                                    canonical(r),
                                    nth);
            case Operator.SinceLast(var events, var by) ->
                    "since_last %s by %s".formatted(canonical(events), by);
            case Operator.Attribute(String entity, String attribute) ->
                    "attribute %s.%s".formatted(entity, attribute);
            case Operator.Key(String entity) -> "key %s".formatted(entity);
            case Operator.Field(String event, String field) ->
                    "field %s.%s".formatted(event, field);
            case Operator.EventTime(var part, var zone) ->
                    "event_time %s in %s".formatted(part.word(), zone);
            case Operator.Derive(var expression) -> "derive " + expression;
        };
    }

    static String sentence(Operator operator) {
        return switch (operator) {
            case Operator.Aggregate(
                            var statistic,
                            var event,
                            var value,
                            var where,
                            var by,
                            var r) ->
                    value == null
                            ? "How many %s this %s had%s."
                                    .formatted(events(event, where), words(by), words(r))
                            : "%s %s over the %s of this %s%s."
                                    .formatted(
                                            title(statistic),
                                            value.word(),
                                            events(event, where),
                                            words(by),
                                            words(r));
            case Operator.Rate(var of, var over, var by, var overBy, var r, _, _) ->
                    by.equals(overBy)
                            ? "How many %s this %s had for each of its %s%s."
                                    .formatted(events(of), words(by), events(over), words(r))
                            : "How many %s this %s had for each of the %s of this %s%s."
                                    .formatted(
                                            events(of),
                                            words(by),
                                            events(over),
                                            words(overBy),
                                            words(r));
            case Operator.Last(var value, var where, var by, var r, var nth) ->
                    "The %s of the latest %s%s event%s of this %s%s."
                            .formatted(
                                    value.word(),
                                    nth == 1 ? "" : "but " + (nth - 1) + " ",
                                    value.event(),
                                    where == null ? "" : " with " + where,
                                    words(by),
                                    words(r));
            case Operator.SinceLast(var events, var by) ->
                    "Seconds since the latest of the %s of this %s."
                            .formatted(events(events), words(by));
            case Operator.Attribute(String entity, String attribute) ->
                    "The %s of this %s.".formatted(attribute, entity);
            case Operator.Key(String entity) -> "Which %s it is.".formatted(entity);
            case Operator.Field(String event, String field) ->
                    "The %s of this %s.".formatted(field, event);
            case Operator.EventTime(var part, var zone) ->
                    "The %s, in %s.".formatted(part.word().replace('_', ' '), zone);
            case Operator.Derive(var expression) -> expression + ".";
        };
    }

    private static String title(Statistic statistic) {
        return switch (statistic) {
            case COUNT -> "How many";
            case SUM -> "Sum of";
            case MEAN -> "Mean";
            case MIN -> "Least";
            case MAX -> "Greatest";
            case STDDEV -> "Standard deviation of";
            case DISTINCT -> "How many different";
        };
    }

    private static String events(Operator.Selection selection) {
        return events(selection.event(), selection.where());
    }

    private static String events(String event, @Nullable CelExpression where) {
        return where == null ? event + " events" : "%s events with %s".formatted(event, where);
    }

    private static String canonical(Operator.Selection selection) {
        return canonical(selection.event(), selection.where());
    }

    private static String canonical(String event, @Nullable CelExpression where) {
        return where == null ? event : "%s where %s".formatted(event, where);
    }

    private static String canonical(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> "forever";
            case Retention.Window(Duration length, Duration delay) ->
                    "window %s delay %s".formatted(length, delay);
            case Retention.UntilIdle(Duration idle) -> "ttl " + idle;
            case Retention.HalfLife(Duration length) -> "half_life " + length;
        };
    }

    private static String words(List<String> by) {
        return String.join(" and ", by);
    }

    private static String words(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> "";
            case Retention.Window(Duration length, Duration delay) ->
                    delay.isZero()
                            ? " in the last " + words(length)
                            : " in the %s before the last %s"
                                    .formatted(words(length), words(delay));
            case Retention.UntilIdle(Duration idle) ->
                    ", forgotten after " + words(idle) + " without one";
            case Retention.HalfLife(Duration length) ->
                    ", each worth half as much after " + words(length);
        };
    }

    private static String words(Duration length) {
        if (length.toHours() % 24 == 0) {
            return length.toDays() + " days";
        }
        return length.toMinutes() % 60 == 0
                ? length.toHours() + " hours"
                : length.toSeconds() + " s";
    }
}
