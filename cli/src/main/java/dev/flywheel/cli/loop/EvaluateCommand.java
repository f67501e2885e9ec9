package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.demo.Shop;
import dev.flywheel.cli.installation.Launcher;
import dev.flywheel.cli.installation.ResetCommand;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Measures the click pipeline on the protocol of its data's README.
@Command(
        name = "evaluate",
        description =
                "Train on April to July, test on August, and compare with simple recommenders.",
        mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {

    /// Every click of the test part that has one before it in its session.
    private static final int ALL_LISTS = 100_000;

    private final CliContext context;

    public EvaluateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        StandaloneSettings own = ownInstallation(context.settings());
        ResetCommand.reset(own.home());
        Shop shop = Shop.open(own.pipelines());
        try (Standalone standalone = Launcher.start(context, own);
                Api api = context.api(standalone.settings())) {
            Loop loop = new Loop(api, context.terminal(), context.clock(), Shop.PIPELINE);
            loop.putEntities("item", shop.itemVersions());
            loop.putEntities("user", shop.userVersions(_ -> true));
            FileImport file = shop.toImport();
            file.offer(own.home().imports());
            ImportState imported = loop.importFile(file.request(Map.of()), shop.clicks().size());
            loop.awaitArchive(imported.accepted());
            context.terminal().line("  %,d clicks imported", imported.accepted());
            RunReport run =
                    loop.train(
                            Loop.body(
                                    "cause",
                                    "evaluation",
                                    "test_from",
                                    Shop.startOf(Shop.AUGUST).toString(),
                                    "promote",
                                    false,
                                    "lists_at_most",
                                    ALL_LISTS));
            print(run);
            return run.isDecided() ? 0 : 1;
        }
    }

    /// Apart from the user's data, whose synthetic or other clicks would be measured too.
    private static StandaloneSettings ownInstallation(StandaloneSettings settings) {
        Home home = settings.home();
        return new StandaloneSettings(
                new Home(home.root().resolve("evaluation"), home.cache()),
                settings.project(),
                settings.pipelines(),
                settings.ports());
    }

    private void print(RunReport run) {
        context.terminal()
                .title("Train on April to July, rank all 217 items at each later click of August");
        context.terminal().line("  %s %s", run.state(), run.summary());
        List<String> metrics = List.of("hit_rate@10", "mrr@10", "ndcg@10", "auc");
        Table table = new Table().row("", "HR@10", "MRR@10", "NDCG@10", "AUC");
        table.row("popularity (README)", "0.135", "0.044", "0.065", "0.667");
        table.row("Markov chain (README)", "0.543", "0.246", "0.316", "0.889");
        RunPrinter.rows(run, metrics, table);
        table.print(context.terminal());
        context.terminal().line("  model digest %s", run.modelDigest());
    }
}
