package dev.flywheel.monitoring.outcome;

import java.time.Instant;
import java.util.List;

/// An answer that waits for its outcome.
///
/// @param group of the user
/// @param score of a single prediction; 0 for a rank
/// @param ranking candidates, best first; empty for a single prediction
public record PendingPrediction(
        String predictionId,
        int version,
        Instant eventTime,
        int group,
        double score,
        List<String> ranking) {}
