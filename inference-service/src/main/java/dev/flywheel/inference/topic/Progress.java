package dev.flywheel.inference.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How far a follower has got, for those who wait for it and for metrics. Safe for use by several
/// threads.
public final class Progress {

    /// What is known of the topic's end.
    public enum State {
        /// Kafka answers, and records are still missing.
        CATCHING_UP,
        /// All that was there when the follower started has been read, it is the whole, and Kafka
        /// answers.
        CAUGHT_UP,
        /// Kafka doesn't answer.
        KAFKA_AWAY
    }

    private final Clock clock;
    private State state = State.CATCHING_UP;
    private boolean everCaughtUp;
    private long lag;
    private @Nullable Instant atEnd;

    public Progress(Clock clock) {
        this.clock = clock;
    }

    public synchronized State state() {
        return state;
    }

    /// Whether there is nothing to wait for: all was read once, or Kafka doesn't answer.
    public synchronized boolean settled() {
        return everCaughtUp || state == State.KAFKA_AWAY;
    }

    /// Waits until there is nothing to wait for, or the time is over.
    ///
    /// @return whether it is settled
    public synchronized boolean awaitSettled(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!settled()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return true;
    }

    /// Records that are in the topic and not yet here.
    public synchronized long lag() {
        return lag;
    }

    /// How long ago everything in the topic was here; null if it never was since the start.
    public synchronized @Nullable Duration staleness() {
        return atEnd == null ? null : Duration.between(atEnd, clock.instant());
    }

    synchronized void at(long missing, boolean caughtUp) {
        lag = missing;
        everCaughtUp |= caughtUp;
        state = everCaughtUp ? State.CAUGHT_UP : State.CATCHING_UP;
        if (missing == 0) {
            atEnd = clock.instant();
        }
        notifyAll();
    }

    synchronized void away() {
        state = State.KAFKA_AWAY;
        notifyAll();
    }
}
