package dev.flywheel.cli.demo;

import static dev.flywheel.cli.demo.StepFailedException.require;

import dev.flywheel.cli.clicks.Session;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.cli.loop.RunPrinter;
import dev.flywheel.cli.loop.RunReport;
import dev.flywheel.cli.loop.Serving;
import dev.flywheel.cli.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A synthetic shift. Monitoring must see it by itself and have the model trained again; the new
/// version meets the champion; predictions flow all the while.
final class SaleStep implements DemoStep {

    private static final Duration DRIFT_WITHIN = Duration.ofMinutes(4);
    private static final Sale SALE = Sale.END_OF_SUMMER;

    @Override
    public String title() {
        return "A synthetic shift: an end-of-summer sale cuts the blouses' prices and draws the traffic";
    }

    @Override
    public void run(DemoContext demo) throws IOException, InterruptedException {
        List<Session> sessions = demo.shop().sessions(click -> isSpare(demo, click));
        announce(demo, sessions);
        List<Visit> visits = Visits.inSale(sessions, SALE, demo.shop().catalogue());
        Instant begin = demo.cli().clock().instant();
        Shopper shopper = new Shopper(demo.loop().api(), Shop.PIPELINE, demo.facts().sale);
        try (SaleTraffic traffic = new SaleTraffic(demo, shopper, visits)) {
            JsonNode alarm = awaitDrift(demo, traffic, clicks(visits));
            demo.facts().driftSeenAt = alarm.path("raised_at").asString("");
            demo.facts().driftAfter = Duration.between(begin, demo.cli().clock().instant());
            traffic.slowDown();
            decide(demo);
            demo.facts().events += traffic.stop();
        }
        finish(demo);
    }

    /// Three in ten of July's sessions that are not in the demo's sample.
    private static boolean isSpare(DemoContext demo, dev.flywheel.cli.clicks.Click click) {
        return !click.date().isBefore(Shop.JULY)
                && click.date().isBefore(Shop.AUGUST)
                && dev.flywheel.contracts.StableHash.share("sale", click.session()) < 0.3
                && (demo.history().share() == 1 || !demo.history().has(click));
    }

    private static void announce(DemoContext demo, List<Session> sessions) {
        List<Map<String, Object>> cut = new ArrayList<>();
        for (String item : demo.shop().catalogue().itemsOf(SALE.category())) {
            double price = demo.shop().catalogue().price(item) * SALE.priceFactor();
            cut.add(demo.shop().itemVersion(item, price, Shop.startOf(SALE.start())));
        }
        demo.loop().putEntities("item", cut);
        demo.loop()
                .putEntities(
                        "user",
                        sessions.stream()
                                .map(session ->
                                        Shop.userVersion(
                                                Sale.user(session.id()),
                                                session.clicks().getFirst()))
                                .toList());
        demo.terminal()
                .line(
                        "  from %s %d items cost %.0f %% of what they did, and draw %.0f %% of all clicks",
                        SALE.start(), cut.size(), 100 * SALE.priceFactor(), 100 * SALE.pull());
    }

    /// Waits for the drift alarm, and tells every alarm that comes first.
    private static JsonNode awaitDrift(DemoContext demo, SaleTraffic traffic, long clicks) {
        MonitoringView monitoring = new MonitoringView(demo.loop());
        Set<String> told = new HashSet<>();
        Progress progress = new Progress(demo.terminal(), "sale", clicks, demo.cli().clock());
        return demo.loop()
                .waiting()
                .upTo(
                        DRIFT_WITHIN,
                        () -> {
                            traffic.check();
                            progress.at(
                                    demo.facts().sale.clicks(),
                                    "clicks, live NDCG@10 "
                                            + ReplayStep.shown(demo.facts().sale.ndcg()));
                            List<JsonNode> alarms = monitoring.alarms().reversed();
                            for (JsonNode alarm : alarms) {
                                if (told.add(alarm.path("alert_id").asString(""))) {
                                    tell(demo, alarm);
                                }
                            }
                            return alarms.stream().filter(SaleStep::isDrift).findFirst();
                        })
                .orElseThrow(() ->
                        new StepFailedException(
                                "Monitoring did not see the shift in %d s (largest share of drifted features: %.2f)"
                                        .formatted(
                                                DRIFT_WITHIN.toSeconds(),
                                                monitoring.largestDrift())));
    }

    private static long clicks(List<Visit> visits) {
        return visits.stream().mapToLong(visit -> visit.steps().size()).sum();
    }

    private static boolean isDrift(JsonNode alarm) {
        return alarm.path("kind").asString("").equals("drift");
    }

    private static void tell(DemoContext demo, JsonNode alarm) {
        demo.terminal()
                .line(
                        "  monitoring, %s: %s",
                        alarm.path("kind").asString(""), alarm.path("summary").asString(""));
    }

    private static void decide(DemoContext demo) {
        Loop loop = demo.loop();
        List<String> known = demo.facts().runs.stream().map(RunReport::id).toList();
        RunReport requested =
                loop.waiting()
                        .upTo(
                                Duration.ofMinutes(1),
                                () -> loop.findRun(run -> !known.contains(run.id())))
                        .orElseThrow(() ->
                                new StepFailedException(
                                        "Monitoring requested no training in a minute"));
        demo.terminal().line("  a training run began by itself, because of %s", requested.cause());
        RunReport run = loop.awaitRun(requested.id());
        demo.facts().runs.add(run);
        RunPrinter.metrics(demo.terminal(), run);
        require(
                run.isDecided() && run.version() > 0,
                "The second run ended as %s: %s",
                run.state(),
                run.summary());
        if (run.state().equals("REJECTED")) {
            demo.facts().secondVersion = "refused: " + run.summary();
            demo.terminal().line("  version %d was %s", run.version(), demo.facts().secondVersion);
            return;
        }
        Serving serving = loop.awaitServing(run.version(), Duration.ofMinutes(2));
        demo.facts().swapMillis = serving.swapMillis();
        demo.facts().secondVersion = "promoted";
        demo.terminal()
                .line(
                        "  version %d met the champion on the same recent rows, was promoted, and inference swapped to it in %.1f ms",
                        serving.version(), serving.swapMillis());
    }

    private static void finish(DemoContext demo) {
        ReplayTally tally = demo.facts().sale;
        var archive = demo.loop().awaitArchive(demo.facts().events);
        demo.facts().rowsPrepared = archive.rowsPrepared();
        HistoryStep.requireExactly(archive, demo.facts().events);
        require(
                tally.failedAttempts() == 0,
                "%d predictions failed while versions changed",
                tally.failedAttempts());
        demo.terminal()
                .line(
                        "  %,d predictions meanwhile, none failed; live HR@10 %s, NDCG@10 %s",
                        tally.ranks(),
                        ReplayStep.shown(tally.hitRate()),
                        ReplayStep.shown(tally.ndcg()));
        Optional.ofNullable(demo.loop().serving())
                .ifPresent(s -> demo.terminal().line("  inference serves version %d", s.version()));
    }
}
