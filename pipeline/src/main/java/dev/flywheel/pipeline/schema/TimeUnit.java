package dev.flywheel.pipeline.schema;

import java.time.Duration;
import java.util.Locale;

/// What the time from one instant to another is counted in.
public enum TimeUnit {
    SECONDS(1),
    MINUTES(60),
    HOURS(3_600),
    DAYS(86_400);

    private static final double MILLIS = 1_000.0;

    private final long seconds;

    TimeUnit(long seconds) {
        this.seconds = seconds;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The length in this unit, exact to the millisecond; negative if it is.
    public double of(Duration length) {
        return length.toMillis() / MILLIS / seconds;
    }
}
