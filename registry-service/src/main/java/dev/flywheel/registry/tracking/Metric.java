package dev.flywheel.registry.tracking;

import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Names;

/// One point of a metric. An infinite value is stored as the greatest finite one; NaN stays NaN.
///
/// @param timestamp milliseconds, as the client sent it
public record Metric(String key, double value, long timestamp, long step) {

    public Metric {
        Names.key("metric", key);
        if (timestamp < 0) {
            throw new InvalidValueException(
                    "Got invalid timestamp %d for metric '%s' (value=%s). Timestamp must be a nonnegative long (64-bit integer) "
                            .formatted(timestamp, key, value));
        }
        if (Double.isInfinite(value)) {
            value = Math.copySign(Double.MAX_VALUE, value);
        }
    }
}
