package dev.flywheel.cli.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again and again until there is an answer, or time is over.
public final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final InstantSource clock;
    private final Duration pause;

    public Waiting(InstantSource clock) {
        this(clock, PAUSE);
    }

    Waiting(InstantSource clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /// The first answer; empty if there was none in time.
    public <T> Optional<T> upTo(Duration patience, Supplier<Optional<T>> question) {
        Instant deadline = clock.instant().plus(patience);
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || clock.instant().isAfter(deadline)) {
                return answer;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /// The first state that is enough; empty if nothing moved for so long.
    ///
    /// @param look nothing while the state can't be asked for
    public <T> Optional<T> whileMoving(
            Duration patience, Supplier<Optional<T>> look, Predicate<T> enough) {
        Calm<Optional<T>> calm = new Calm<>(patience, clock);
        while (true) {
            Optional<T> state = look.get();
            if (state.filter(enough).isPresent()) {
                return state;
            }
            if (calm.lasts(state)) {
                return Optional.empty();
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }
}
