package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: twice as long each time, up to a limit, of which a
/// random half is left out, so that receivers that come back are not met by all at once.
record BackOff(Duration first, Duration longest) {

    static BackOff of(RegistryProperties.Webhooks properties) {
        return new BackOff(properties.firstDelay(), properties.longestDelay());
    }

    /// @param attempts how many there have been, from 1
    Duration after(int attempts, Outcome outcome, RandomGenerator random) {
        // Past 2^30 every limit is reached.
        long doubled = first.toMillis() << Math.min(attempts - 1, 30);
        long millis = Math.min(doubled, longest.toMillis());
        long jittered = millis / 2 + random.nextLong(millis / 2 + 1);
        Duration asked =
                outcome instanceof Outcome.Answered answered ? answered.retryAfter() : null;
        if (asked != null) {
            return Duration.ofMillis(
                    Math.clamp(asked.toMillis(), jittered, Math.max(jittered, longest.toMillis())));
        }
        return Duration.ofMillis(jittered);
    }
}
