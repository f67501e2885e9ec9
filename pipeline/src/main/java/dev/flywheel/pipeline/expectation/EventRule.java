package dev.flywheel.pipeline.expectation;

import dev.flywheel.pipeline.cel.CelExpression;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold of an event at the door.
public sealed interface EventRule {

    /// The event that it is for; null for every event that has its members.
    @Nullable String on();

    /// A value must be so where there is one.
    record OfValue(@Nullable String on, String field, ValueRule rule) implements EventRule {}

    /// The field must be there.
    record Required(@Nullable String on, String field) implements EventRule {}

    /// An expression over the event's members must be true. Where one of them is missing and the
    /// expression does not say what then, nothing is expected.
    ///
    /// @param name what the rule is called; its text if the file gives no name
    record Holds(@Nullable String on, String name, CelExpression expression) implements EventRule {}

    /// The event must not be older when it arrives, on the wall clock.
    record Fresh(@Nullable String on, Duration atMost) implements EventRule {}

    /// No other event of its type with the same values may have arrived a short while ago.
    ///
    /// @param within on the wall clock
    record Unique(@Nullable String on, List<String> members, Duration within) implements EventRule {

        public Unique {
            members = List.copyOf(members);
        }
    }

    /// Whether it is for events of that type.
    default boolean appliesTo(String event) {
        return on() == null || event.equals(on());
    }
}
