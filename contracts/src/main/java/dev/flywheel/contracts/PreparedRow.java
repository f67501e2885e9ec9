package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of training data: an event's keys, its features as of its place, and its label.
///
/// @param keys entity key fields, such as `user_id`
/// @param features by name; numbers or strings, absent if missing
/// @param label 1 or 0 for classification; null while it is not known
public record PreparedRow(
        String eventId,
        Instant eventTime,
        Map<String, String> keys,
        Map<String, Object> features,
        @Nullable Double label,
        String featureSet,
        String pipelineHash) {}
