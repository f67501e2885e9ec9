package dev.flywheel.feature.row;

import java.time.Duration;
import java.time.Instant;

/// How long folds from the beginning pause, as a multiple of what the last one took: late events
/// that trickle in wait for one another.
final class RefoldRest {

    /// While events arrive, folding anew takes a tenth of a processor at most.
    private static final int WHILE_EVENTS_ARRIVE = 9;

    /// When nothing arrives any more there is little to wait for, such as after an import.
    private static final int WHEN_QUIET = 1;

    private Instant ended = Instant.MIN;
    private Duration took = Duration.ZERO;

    /// Notes a fold from the beginning.
    void after(Instant began, Instant ended) {
        this.ended = ended;
        this.took = Duration.between(began, ended);
    }

    /// Whether the next one may begin.
    ///
    /// @param quiet whether nothing has arrived for a while
    boolean isOver(Instant now, boolean quiet) {
        Duration rest = took.multipliedBy(quiet ? WHEN_QUIET : WHILE_EVENTS_ARRIVE);
        return took.isZero() || !now.isBefore(ended.plus(rest));
    }
}
