package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of a prediction.
///
/// @param keys the entity keys that the outcome is about; for a rank, the candidate that was chosen
/// @param label 1 or 0 for classification, the value for regression
/// @param happenedAt event time
/// @param seenAt wall clock
/// @param eventId the event that told it, or null if a caller reported it directly
public record OutcomeObserved(
        String predictionId,
        Map<String, String> keys,
        double label,
        Instant happenedAt,
        Instant seenAt,
        @Nullable String eventId) {}
