package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.process.Leftovers;
import dev.flywheel.standalone.process.PidFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stops everything.
@Command(
        name = "down",
        description = "Stop everything; the data stays.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final CliContext context;

    public DownCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Home home = context.settings().home();
        Optional<ProcessHandle> launcher = PidFile.of(home.run(), Standalone.LAUNCHER).process();
        if (launcher.isPresent()) {
            launcher.get().destroy();
            Leftovers.awaitExit(launcher.get(), PATIENCE);
        }
        List<String> leftovers = Leftovers.stop(home.run(), Duration.ofSeconds(20));
        context.terminal()
                .line(launcher.isPresent() || !leftovers.isEmpty() ? "Stopped." : "Nothing runs.");
        return 0;
    }
}
