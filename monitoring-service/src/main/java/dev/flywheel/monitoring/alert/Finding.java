package dev.flywheel.monitoring.alert;

import dev.flywheel.pipeline.spec.Monitoring;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// A breach that was found, and what proves it.
///
/// @param end of the span in which it was found
/// @param summary one sentence for people
public record Finding(
        String pipeline,
        int version,
        Monitoring.Cause cause,
        Instant end,
        String summary,
        Map<String, Object> evidence) {

    /// As alerts and requests spell it: `drift` or `quality`.
    public String kind() {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
