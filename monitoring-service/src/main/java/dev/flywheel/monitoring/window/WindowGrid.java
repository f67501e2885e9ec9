package dev.flywheel.monitoring.window;

import java.time.Duration;
import java.time.Instant;

/// The windows of a pipeline: `every` long, aligned to 1970-01-01T00:00Z, so that each event time
/// has one window on every run.
public record WindowGrid(Duration every) {

    public WindowGrid {
        if (every.toMillis() <= 0) {
            throw new IllegalArgumentException("A window must last, not " + every);
        }
    }

    /// The start of the window that holds the instant.
    public Instant start(Instant at) {
        long millis = every.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
    }

    public Instant end(Instant at) {
        return start(at).plus(every);
    }
}
