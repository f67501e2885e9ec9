package dev.flywheel.feature.archive;

import dev.flywheel.contracts.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A part of the archive.
///
/// @param after only events after that place; null for the beginning
/// @param versionsFrom only entity versions valid from then on or later; null for the beginning
/// @param until only events and entity versions before that instant; null for the end
/// @param position only what was archived at or before it
public record Span(
        @Nullable Place after,
        @Nullable Instant versionsFrom,
        @Nullable Instant until,
        long position) {

    /// From the beginning until an instant, which is not included.
    public static Span until(@Nullable Instant until, long position) {
        return new Span(null, null, until, position);
    }
}
