package dev.flywheel.ingestion.imports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps an import to so many rows a second. What was missed while it stood still is not made up
/// for, but for a second.
final class Pace {

    private static final Duration MADE_UP_FOR = Duration.ofSeconds(1);

    private final @Nullable Integer rowsPerSecond;
    private final Clock clock;
    private Instant since;
    private long rows;

    /// @param rowsPerSecond null for no limit
    Pace(@Nullable Integer rowsPerSecond, Clock clock) {
        this.rowsPerSecond = rowsPerSecond;
        this.clock = clock;
        this.since = clock.instant();
    }

    /// How many rows may be taken at a time: at most those of a second.
    int batch(int wanted) {
        return rowsPerSecond == null ? wanted : Math.min(wanted, rowsPerSecond);
    }

    /// How long to wait after so many more rows.
    Duration after(int moreRows) {
        if (rowsPerSecond == null) {
            return Duration.ZERO;
        }
        rows += moreRows;
        Instant now = clock.instant();
        Instant due = since.plusNanos(Math.multiplyExact(rows, 1_000_000_000L / rowsPerSecond));
        if (due.plus(MADE_UP_FOR).isBefore(now)) {
            since = now;
            rows = 0;
        }
        return due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
    }
}
