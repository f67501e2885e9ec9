package dev.flywheel.cli.demo;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.clicks.SessionSample;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.installation.Launcher;
import dev.flywheel.cli.installation.ResetCommand;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the whole loop on real clicks.
@Command(
        name = "demo",
        description = "Watch real clicks become a model that drifts, retrains and hot-swaps.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private static final double QUARTER = 0.25;

    /// Some of the shoppers that are imported: their replay takes the most of the demo's time.
    private static final double REPLAYED = 0.07;

    private final CliContext context;

    @Option(
            names = "--exit",
            description =
                    "Stop everything afterwards; the exit code is 0 only if every step happened.")
    private boolean exit;

    @Option(
            names = "--full",
            description =
                    "All sessions, not a quarter as history and a tenth click by click; this takes much longer.")
    private boolean full;

    @Option(
            names = "--attach",
            hidden = true,
            description = "Use the installation that runs already.")
    private boolean attach;

    @Option(
            names = "--skip",
            hidden = true,
            description = "With --attach: how many steps it has behind it.")
    private int skip;

    public DemoCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (attach) {
            turnTheLoop();
            return 0;
        }
        startAfresh(context.settings().home());
        context.terminal().title("Up: everything on this machine");
        try (Standalone standalone = Launcher.start(context, context.settings())) {
            Thread supervision = supervise(standalone);
            Instant begin = context.clock().instant();
            turnTheLoop();
            context.terminal().line("");
            context.terminal()
                    .line(
                            "The demo took %d s after everything was up.",
                            Duration.between(begin, context.clock().instant()).toSeconds());
            if (!exit) {
                context.terminal().line("");
                Launcher.describe(context, context.settings());
                nextCommands();
                supervision.join();
            }
        }
        return 0;
    }

    private void turnTheLoop() throws IOException, InterruptedException {
        Shop shop = Shop.open(context.settings().pipelines());
        try (Api api = context.api()) {
            Loop loop = new Loop(api, context.terminal(), context.clock(), Shop.PIPELINE);
            DemoFacts facts = new DemoFacts();
            DemoContext demo =
                    new DemoContext(
                            context,
                            loop,
                            shop,
                            new SessionSample(full ? 1 : QUARTER),
                            new SessionSample(full ? 1 : REPLAYED),
                            facts);
            facts.events = attach ? loop.archive().events() : 0;
            for (DemoStep step : steps(facts).stream().skip(skip).toList()) {
                Instant begin = context.clock().instant();
                context.terminal().title(step.title());
                step.run(demo);
                context.terminal()
                        .line(
                                "  (%d s)",
                                Duration.between(begin, context.clock().instant()).toSeconds());
            }
        }
    }

    private static List<DemoStep> steps(DemoFacts facts) {
        return List.of(
                new HistoryStep(),
                new FirstModelStep(),
                new FirstPredictionsStep(),
                new ReplayStep(
                        "July, click by click: a ranking of all items before each",
                        Shop.JULY,
                        Shop.AUGUST,
                        facts.july),
                new ReplayStep(
                        "August, as it was: no alarm is the expected result",
                        Shop.AUGUST,
                        Sale.END_OF_SUMMER.start(),
                        facts.august),
                new SaleStep(),
                new SummaryStep());
    }

    /// The demo asserts counts, so it begins with nothing; data of its own earlier run is deleted.
    private static void startAfresh(Home home) throws IOException {
        Path marker = home.ownedByDemo();
        if (Files.exists(home.postgres()) && !Files.exists(marker)) {
            throw new StandaloneException(
                    "%s holds data of your own, and the demo starts with none: ./flywheel reset deletes it, or set FLYWHEEL_HOME to another folder."
                            .formatted(home.root()));
        }
        ResetCommand.reset(home);
        home.create();
        Files.createFile(marker);
    }

    private Thread supervise(Standalone standalone) {
        return Thread.ofPlatform()
                .daemon()
                .name("supervisor")
                .start(() -> {
                    try {
                        standalone.supervise();
                    } catch (IOException e) {
                        context.terminal().line("flywheel: " + e.getMessage());
                    }
                });
    }

    private void nextCommands() {
        context.terminal().line("In another terminal, try:");
        context.terminal().line("  ./flywheel status");
        context.terminal().line("  ./flywheel logs inference -f");
        context.terminal().line("  ./flywheel train %s", Shop.PIPELINE);
        context.terminal().line("  ./flywheel rollback %s", Shop.PIPELINE);
        context.terminal().line("  ./flywheel stop kafka postgres && ./flywheel restart inference");
        context.terminal().line("Ctrl-C stops everything.");
    }
}
