package dev.flywheel.feature.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a dataset came out as.
///
/// @param first event time; null if there are no rows
/// @param positives rows with an answer other than no
/// @param candidates how many there were to choose from in the end; 0 where nothing is chosen
record Contents(
        @Nullable Instant first,
        @Nullable Instant last,
        long rows,
        long positives,
        long lists,
        int candidates) {}
