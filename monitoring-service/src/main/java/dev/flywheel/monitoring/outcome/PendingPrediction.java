package dev.flywheel.monitoring.outcome;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer that waits for its outcome.
///
/// @param group of the user
/// @param score of a single prediction; 0 for a rank
/// @param decision whether a single prediction's answer was yes; null where nothing was decided
/// @param ranking candidates, best first; empty for a single prediction
public record PendingPrediction(
        String predictionId,
        int version,
        Instant eventTime,
        int group,
        double score,
        @Nullable Boolean decision,
        List<String> ranking) {}
