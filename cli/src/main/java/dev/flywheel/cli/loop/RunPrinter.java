package dev.flywheel.cli.loop;

import dev.flywheel.cli.terminal.Table;
import dev.flywheel.cli.terminal.Terminal;
import java.util.List;

/// Shows what a run came to.
public final class RunPrinter {

    private static final List<String> METRICS = List.of("hit_rate@10", "mrr@10", "ndcg@10", "auc");

    private RunPrinter() {}

    /// How it ended, and its metrics.
    static void print(Terminal terminal, RunReport run) {
        terminal.line("  %s %s", run.state(), run.summary());
        metrics(terminal, run);
    }

    /// Everything that was evaluated on the run's test part, side by side.
    public static void metrics(Terminal terminal, RunReport run) {
        metrics(terminal, run, new Table().row("", "HR@10", "MRR@10", "NDCG@10", "AUC"));
    }

    static void metrics(Terminal terminal, RunReport run, Table table) {
        for (String who : run.evaluated()) {
            String name = who.equals(RunReport.WINNER) ? run.trainer() : who;
            table.row(
                    name,
                    run.shown(who, METRICS.get(0)),
                    run.shown(who, METRICS.get(1)),
                    run.shown(who, METRICS.get(2)),
                    run.shown(who, METRICS.get(3)));
        }
        table.print(terminal);
    }
}
