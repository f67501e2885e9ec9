package dev.flywheel.cli.loop;

import dev.flywheel.cli.terminal.Table;
import dev.flywheel.cli.terminal.Terminal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Shows what a run came to.
public final class RunPrinter {

    private static final int MOST = 6;

    /// In the order of the table, where a run has them: of lists, of decisions, of numbers.
    private static final List<Pattern> METRICS =
            Stream.of(
                            "hit_rate@10",
                            "mrr@10",
                            "ndcg@10",
                            "auc",
                            "average_precision",
                            "precision@.*",
                            "cost",
                            "rmse",
                            "mae",
                            "r2")
                    .map(Pattern::compile)
                    .toList();

    private RunPrinter() {}

    /// How it ended, and its metrics.
    static void print(Terminal terminal, RunReport run) {
        terminal.line("  %s %s", run.state(), run.summary());
        metrics(terminal, run);
    }

    /// Everything that was evaluated on the run's test part, side by side.
    public static void metrics(Terminal terminal, RunReport run) {
        List<String> shown = shown(run);
        Table table = new Table().row(row("", shown.stream()));
        rows(run, shown, table);
        table.print(terminal);
    }

    /// A row for everything that was evaluated, with those metrics.
    static void rows(RunReport run, List<String> metrics, Table table) {
        for (String who : run.evaluated()) {
            String name = who.equals(RunReport.WINNER) ? run.trainer() : who;
            table.row(row(name, metrics.stream().map(metric -> run.shown(who, metric))));
        }
    }

    private static Object[] row(String name, Stream<String> cells) {
        return Stream.concat(Stream.of(name), cells).toArray();
    }

    private static List<String> shown(RunReport run) {
        List<String> all = run.metrics(RunReport.WINNER);
        return METRICS.stream()
                .flatMap(
                        pattern -> all.stream().filter(metric -> pattern.matcher(metric).matches()))
                .limit(MOST)
                .toList();
    }
}
