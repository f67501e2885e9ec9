package dev.flywheel.cli.demo;

import static dev.flywheel.cli.demo.StepFailedException.require;

import dev.flywheel.cli.clicks.Session;
import dev.flywheel.cli.loop.ArchiveState;
import dev.flywheel.cli.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Some weeks of real clicks, replayed: no alarm is the expected result.
final class ReplayStep implements DemoStep {

    private final String title;
    private final LocalDate from;
    private final LocalDate to;
    private final ReplayTally tally;

    ReplayStep(String title, LocalDate from, LocalDate to, ReplayTally tally) {
        this.title = title;
        this.from = from;
        this.to = to;
        this.tally = tally;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void run(DemoContext demo) throws IOException, InterruptedException {
        List<Session> sessions = demo.shop().sessions(Shop.between(from, to, demo.live()));
        List<Visit> visits = Visits.natural(sessions, EventIds.of(demo.shop().zip()));
        long clicks = visits.stream().mapToLong(visit -> visit.steps().size()).sum();
        MonitoringView monitoring = new MonitoringView(demo.loop());
        Shopper shopper = new Shopper(demo.loop().api(), Shop.PIPELINE, tally);
        try (Watcher _ = new Watcher(demo, tally, clicks, monitoring);
                Pace pace = new Pace(demo.loop(), demo.facts().events)) {
            new Replay(shopper, pace::afterClick, () -> true).run(visits);
        }
        demo.facts().events += clicks;
        ArchiveState archive = demo.loop().awaitArchive(demo.facts().events);
        HistoryStep.requireExactly(archive, demo.facts().events);
        require(
                tally.ranks() == clicks && tally.clicks() == clicks,
                "Of %d clicks %d were ranked and %d sent",
                clicks,
                tally.ranks(),
                tally.clicks());
        demo.facts().rowsPrepared = archive.rowsPrepared();
        tell(demo, sessions.size(), monitoring);
        List<?> alarms = monitoring.alarms();
        require(alarms.isEmpty(), "Monitoring raised %s; natural clicks should raise none", alarms);
        demo.terminal()
                .line(
                        "  no alarm, as expected (largest share of drifted features: %.0f %%)",
                        100 * monitoring.largestDrift());
    }

    private void tell(DemoContext demo, int sessions, MonitoringView monitoring) {
        // A few outcomes never join, so being seen is what can be waited for.
        demo.loop()
                .waiting()
                .upTo(
                        Duration.ofSeconds(5),
                        () ->
                                Optional.of(monitoring.outcomesSeen())
                                        .filter(n -> n >= demo.facts().outcomes()));
        long joined = monitoring.outcomesJoined();
        demo.terminal()
                .line(
                        "  %,d sessions, %,d clicks: each ranked before (%.0f ms on average), sent,"
                                + " and archived once; %d answers came late",
                        sessions, tally.clicks(), tally.meanMillis(), tally.failedAttempts());
        demo.terminal()
                .line(
                        "  live HR@10 %s, NDCG@10 %s after a shopper's first click; monitoring joined %,d clicks to their ranks. %s",
                        shown(tally.hitRate()),
                        shown(tally.ndcg()),
                        joined,
                        monitoring.liveQuality());
    }

    static String shown(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /// Shows the progress of a replay while it runs.
    static final class Watcher implements AutoCloseable {

        private final AtomicReference<Boolean> over = new AtomicReference<>(false);

        Watcher(DemoContext demo, ReplayTally tally, long clicks, MonitoringView monitoring) {
            Progress progress = new Progress(demo.terminal(), "clicks", clicks, demo.cli().clock());
            Thread.ofVirtual()
                    .start(() -> {
                        while (!over.get()) {
                            progress.at(
                                    tally.clicks(),
                                    "live HR@10 %s, NDCG@10 %s. %s"
                                            .formatted(
                                                    shown(tally.hitRate()),
                                                    shown(tally.ndcg()),
                                                    monitoring.liveQuality()));
                            pause();
                        }
                    });
        }

        private static void pause() {
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }

        @Override
        public void close() {
            over.set(true);
        }
    }
}
