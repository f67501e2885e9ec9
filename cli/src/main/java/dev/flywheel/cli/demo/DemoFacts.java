package dev.flywheel.cli.demo;

import dev.flywheel.cli.loop.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the demo has seen, for its last table.
final class DemoFacts {

    long imported;
    long events;
    long rowsPrepared;
    final List<RunReport> runs = new ArrayList<>();
    final ReplayTally july = new ReplayTally();
    final ReplayTally august = new ReplayTally();
    final ReplayTally sale = new ReplayTally();
    String driftSeenAt = "-";
    String secondVersion = "-";
    @Nullable Duration driftAfter;
    double swapMillis = Double.NaN;

    long predictions() {
        return july.ranks() + august.ranks() + sale.ranks();
    }

    /// Each click that names a rank is an outcome.
    long outcomes() {
        return july.clicks() + august.clicks() + sale.clicks();
    }

    long failedPredictions() {
        return july.failedAttempts() + august.failedAttempts() + sale.failedAttempts();
    }
}
