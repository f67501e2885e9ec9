package dev.flywheel.pipeline.feature;

import java.util.List;

/// How a feature is made. Add an operator here and the compiler shows what else it needs.
public sealed interface Operator {

    /// How many events there were.
    ///
    /// @param by names of entities
    record Count(String event, List<String> by, Retention retention) implements Operator {}

    /// The mean of a number; missing while there is none.
    record Mean(Value value, List<String> by, Retention retention) implements Operator {}

    /// The value that the event with the greatest place brought.
    ///
    /// @param retention all time or until idle
    record Last(Value value, List<String> by, Retention retention) implements Operator {}

    /// An attribute of an entity, as of the instant that is asked for.
    record Attribute(String entity, String attribute) implements Operator {}

    /// The key of an entity itself.
    record Key(String entity) implements Operator {}

    /// A field of the event or the request.
    record Field(String event, String field) implements Operator {}
}
