package dev.flywheel.training.execution;

import java.time.Duration;
import java.util.stream.IntStream;

/// How often and how long a run tries again that a service or the database can't serve.
record Patience(Duration atMost) {

    /// After so many failures in a row, five minutes, somebody should know.
    static final int LONG = 14;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 5;

    /// The pause before the next try.
    ///
    /// @param failures the tries that failed since one went well, before the one that failed now
    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /// Whether a run has waited as long as it may.
    ///
    /// @param failures the tries that failed since one went well
    boolean isOver(int failures) {
        int doubling = Math.min(failures, DOUBLINGS);
        Duration waited =
                IntStream.range(0, doubling)
                        .mapToObj(Patience::pause)
                        .reduce(LONGEST_PAUSE.multipliedBy(failures - doubling), Duration::plus);
        return waited.compareTo(atMost) >= 0;
    }
}
