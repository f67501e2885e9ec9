package dev.flywheel.cli.demo;

import dev.flywheel.cli.loop.RunReport;
import dev.flywheel.cli.terminal.Table;
import java.time.Duration;
import java.util.Locale;

/// The last table: what went in, what came out, and what happened.
final class SummaryStep implements DemoStep {

    @Override
    public String title() {
        return "The loop has turned once";
    }

    @Override
    public void run(DemoContext demo) {
        DemoFacts facts = demo.facts();
        Table table = new Table();
        table.row("events in", String.format(Locale.ROOT, "%,d", facts.events));
        table.row(
                "archived",
                String.format(Locale.ROOT, "%,d, each once", demo.loop().archive().events()));
        table.row("rows out", String.format(Locale.ROOT, "%,d", facts.rowsPrepared));
        for (RunReport run : facts.runs) {
            table.row(
                    "version " + run.version(),
                    "%s, %s: HR@10 %s, NDCG@10 %s, AUC %s (%s)"
                            .formatted(
                                    run.trainer(),
                                    run.cause(),
                                    run.shown(RunReport.WINNER, "hit_rate@10"),
                                    run.shown(RunReport.WINNER, "ndcg@10"),
                                    run.shown(RunReport.WINNER, "auc"),
                                    run.state().toLowerCase(Locale.ROOT)));
        }
        Duration after = facts.driftAfter;
        table.row(
                "drift seen at",
                facts.driftSeenAt
                        + (after == null
                                ? ""
                                : ", %d s after it began".formatted(after.toSeconds())));
        table.row("second version", facts.secondVersion);
        table.row(
                "swap time",
                Double.isNaN(facts.swapMillis)
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f ms", facts.swapMillis));
        table.row(
                "predictions",
                String.format(
                        Locale.ROOT,
                        "%,d, failed attempts %d",
                        facts.predictions(),
                        facts.failedPredictions()));
        table.print(demo.terminal());
    }
}
