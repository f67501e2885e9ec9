package dev.flywheel.training.dataset;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which rows of a snapshot, and what to tell of them besides.
///
/// @param from earlier event times are left out; null to take all
/// @param before event times from here on are left out; null to take all
/// @param by null to tell no entity and no period
public record Selection(
        Set<Part> parts, @Nullable Instant from, @Nullable Instant before, @Nullable By by) {

    public Selection {
        parts = Set.copyOf(parts);
    }

    /// All rows of these parts.
    public static Selection of(Part... parts) {
        return new Selection(Set.of(parts), null, null, null);
    }

    public Selection from(@Nullable Instant instant) {
        return new Selection(parts, instant, before, by);
    }

    public Selection before(@Nullable Instant instant) {
        return new Selection(parts, from, instant, by);
    }

    public Selection by(@Nullable By entity) {
        return new Selection(parts, from, before, entity);
    }

    /// The entity of a row and the period that it falls into.
    ///
    /// @param column of the entity's key
    public record By(String column, Duration per) {}
}
