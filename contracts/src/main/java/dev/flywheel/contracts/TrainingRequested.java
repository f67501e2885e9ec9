package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Map;

/// Monitoring asks that a pipeline be trained again.
///
/// @param requestId makes a repeated delivery harmless
/// @param cause `drift` or `quality`
/// @param evidence what was seen, by name
public record TrainingRequested(
        String requestId,
        String pipeline,
        String cause,
        Instant requestedAt,
        Map<String, Object> evidence) {}
