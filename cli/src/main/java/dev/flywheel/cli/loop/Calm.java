package dev.flywheel.cli.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Tells whether a value has stayed the same for some time.
final class Calm<T> {

    private final Duration enough;
    private final InstantSource clock;
    private Instant since;
    private @Nullable T value;

    Calm(Duration enough, InstantSource clock) {
        this.enough = enough;
        this.clock = clock;
        this.since = clock.instant();
    }

    /// Whether this is what the value was, each time, for long enough.
    boolean lasts(T now) {
        if (!now.equals(value)) {
            value = now;
            since = clock.instant();
        }
        return !since.plus(enough).isAfter(clock.instant());
    }
}
