package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelExpression;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a feature is made. Add an operator here and the compiler shows what else it needs.
public sealed interface Operator {

    /// A statistic of events, or of what they bring.
    ///
    /// @param value null for a count
    /// @param where which of the events count; null for all
    /// @param by names of entities and of features
    record Aggregate(
            Statistic statistic,
            String event,
            @Nullable Value value,
            @Nullable CelExpression where,
            List<String> by,
            Retention retention)
            implements Operator {}

    /// How many events of one kind there are for each of another, such as reports of fraud for each
    /// transaction: `(of + prior * weight) / (over + weight)`, as if `weight` events with the share
    /// `prior` had been seen before any other; missing where that divides by zero.
    ///
    /// @param overBy what the second events are counted by; mostly the same
    record Rate(
            Selection of,
            Selection over,
            List<String> by,
            List<String> overBy,
            Retention retention,
            double prior,
            double weight)
            implements Operator {}

    /// The value that the event with the greatest place brought, or the `nth` greatest.
    ///
    /// @param retention all time or until idle
    /// @param nth 1 is the latest
    record Last(
            Value value,
            @Nullable CelExpression where,
            List<String> by,
            Retention retention,
            int nth)
            implements Operator {}

    /// How many seconds ago the latest event was; missing if there was none.
    record SinceLast(Selection events, List<String> by) implements Operator {}

    /// An attribute of an entity, as of the instant that is asked for.
    record Attribute(String entity, String attribute) implements Operator {}

    /// The key of an entity itself.
    record Key(String entity) implements Operator {}

    /// A field of the event or the request.
    record Field(String event, String field) implements Operator {}

    /// A part of the instant that is asked for, on the clocks of a zone.
    record EventTime(TimePart part, ZoneId zone) implements Operator {}

    /// An expression over features declared before; missing where it fails.
    record Derive(CelExpression expression) implements Operator {}

    /// Which events.
    ///
    /// @param where null for all of that type
    record Selection(String event, @Nullable CelExpression where) {}
}
