package dev.flywheel.pipeline.feature;

import java.time.Duration;
import java.util.List;

/// Says what a declared feature is: canonically for its hash, and in a sentence for people.
final class Meaning {

    private Meaning() {}

    static String canonical(Operator operator) {
        return switch (operator) {
            case Operator.Count(String event, var by, var retention) ->
                    "count %s by %s %s".formatted(event, by, canonical(retention));
            case Operator.Mean(Value value, var by, var retention) ->
                    "mean %s by %s %s".formatted(canonical(value), by, canonical(retention));
            case Operator.Last(Value value, var by, var retention) ->
                    "last %s by %s %s".formatted(canonical(value), by, canonical(retention));
            case Operator.Attribute(String entity, String attribute) ->
                    "attribute %s.%s".formatted(entity, attribute);
            case Operator.Key(String entity) -> "key %s".formatted(entity);
            case Operator.Field(String event, String field) ->
                    "field %s.%s".formatted(event, field);
        };
    }

    static String sentence(Operator operator) {
        return switch (operator) {
            case Operator.Count(String event, var by, var retention) ->
                    "How many %s events this %s had%s."
                            .formatted(event, words(by), words(retention));
            case Operator.Mean(Value value, var by, var retention) ->
                    "Mean %s over the %s events of this %s%s."
                            .formatted(value.word(), value.event(), words(by), words(retention));
            case Operator.Last(Value value, var by, var retention) ->
                    "The %s of the latest %s event of this %s%s."
                            .formatted(value.word(), value.event(), words(by), words(retention));
            case Operator.Attribute(String entity, String attribute) ->
                    "The %s of this %s.".formatted(attribute, entity);
            case Operator.Key(String entity) -> "Which %s it is.".formatted(entity);
            case Operator.Field(String event, String field) ->
                    "The %s of this %s.".formatted(field, event);
        };
    }

    private static String canonical(Value value) {
        return value.event() + " " + value.word();
    }

    private static String canonical(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> "forever";
            case Retention.Window(Duration length) -> "window " + length;
            case Retention.UntilIdle(Duration idle) -> "ttl " + idle;
        };
    }

    private static String words(List<String> by) {
        return String.join(" and ", by);
    }

    private static String words(Retention retention) {
        return switch (retention) {
            case Retention.Forever() -> "";
            case Retention.Window(Duration length) -> " in the last " + words(length);
            case Retention.UntilIdle(Duration idle) ->
                    ", forgotten after " + words(idle) + " without one";
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
