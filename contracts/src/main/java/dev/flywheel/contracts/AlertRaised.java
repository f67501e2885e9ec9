package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Map;

/// Something that a person should know of.
///
/// @param kind `drift`, `quality`, `validation` or `run`
/// @param severity `warning` or `critical`
public record AlertRaised(
        String alertId,
        String pipeline,
        String kind,
        String severity,
        String summary,
        Instant raisedAt,
        Map<String, Object> evidence) {}
