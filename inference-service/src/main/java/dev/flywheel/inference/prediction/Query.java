package dev.flywheel.inference.prediction;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a caller asks about: entities, and what is known of the moment.
///
/// @param keys by entity name, such as `user` to `U1`
/// @param fields event fields
/// @param eventTime on the pipeline's clock; null for the latest that is known
public record Query(
        Map<String, String> keys,
        Map<String, Object> fields,
        @Nullable String requestId,
        @Nullable Instant eventTime) {}
