package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.process.LogTail;
import dev.flywheel.standalone.process.Programs;
import dev.flywheel.standalone.service.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts everything and stays, or starts it in the background.
@Command(
        name = "up",
        description = "Start everything and stay until Ctrl-C; with -d, in the background.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when everything is ready and leave it running.")
    private boolean detach;

    public UpCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        StandaloneSettings settings = context.settings();
        // A mistake is told at once, and not by a service after Kafka and PostgreSQL have started.
        Pipelines.load(settings.pipelines(), new DuckDbCheck());
        if (detach) {
            detach(context, settings);
            Launcher.describe(context, settings);
            return 0;
        }
        Files.deleteIfExists(settings.home().ownedByDemo());
        Standalone standalone = Launcher.start(context, settings);
        Launcher.describe(context, settings);
        Files.createFile(ready(settings));
        context.terminal().line("Ctrl-C stops everything.");
        standalone.supervise();
        return 0;
    }

    private static Path ready(StandaloneSettings settings) throws IOException {
        Path ready = settings.home().run().resolve("ready");
        Files.deleteIfExists(ready);
        return ready;
    }

    /// Starts everything in the background and returns when it is ready.
    public static void detach(CliContext context, StandaloneSettings settings) throws IOException {
        settings.home().create();
        Path log = settings.home().log("launcher");
        Path ready = ready(settings);
        List<String> command = new ArrayList<>();
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(Jvm.java().toString());
        command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dflywheel.root=" + context.root());
        command.addAll(List.of("-cp", Jvm.classPath(), "dev.flywheel.cli.FlywheelCli", "up"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(log.toFile());
        Process launcher = builder.start();
        context.terminal().line("Starting in the background; the launcher's log is %s", log);
        while (!Files.exists(ready)) {
            if (!launcher.isAlive()) {
                throw new StandaloneException(
                        String.join(System.lineSeparator(), LogTail.of(log, 20)));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        context.terminal().line("Everything is ready; ./flywheel down stops it.");
    }
}
