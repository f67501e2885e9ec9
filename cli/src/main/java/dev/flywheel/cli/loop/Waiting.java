package dev.flywheel.cli.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Asks again and again until there is an answer, or time is over.
public final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final InstantSource clock;

    public Waiting(InstantSource clock) {
        this.clock = clock;
    }

    /// The first answer; empty if there was none in time.
    public <T> Optional<T> upTo(Duration patience, Supplier<Optional<T>> question) {
        Instant deadline = clock.instant().plus(patience);
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || clock.instant().isAfter(deadline)) {
                return answer;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
