package dev.flywheel.standalone.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Decides whether a process that died is started again: so many times in so long, after a short
/// pause.
final class Restarts {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final int most;
    private final Duration within;
    private final Deque<Instant> deaths = new ArrayDeque<>();
    private @Nullable Instant due = Instant.EPOCH;

    Restarts(int most, Duration within) {
        this.most = most;
        this.within = within;
    }

    /// Notes a death.
    ///
    /// @return whether a restart is planned
    boolean plan(Instant now) {
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(within))) {
            deaths.removeFirst();
        }
        due = deaths.size() <= most ? now.plus(PAUSE) : null;
        return due != null;
    }

    boolean isDue(Instant now) {
        Instant planned = due;
        return planned != null && !now.isBefore(planned);
    }

    /// Forgets the past, as after a stop on request.
    void reset() {
        deaths.clear();
        due = Instant.EPOCH;
    }
}
