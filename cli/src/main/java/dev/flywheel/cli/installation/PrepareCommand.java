package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.StartupCaches;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Makes what lets later starts be quick; `./flywheel` calls it after a build.
@Command(
        name = "prepare",
        hidden = true,
        description = "Make the start-up caches of the jars that were built.",
        mixinStandardHelpOptions = true)
public final class PrepareCommand implements Callable<Integer> {

    private final CliContext context;

    public PrepareCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try {
            StartupCaches.make(
                    context.settings(),
                    new TerminalListener(context.terminal()),
                    line -> context.terminal().line(line),
                    context.clock());
        } catch (StandaloneException e) {
            context.terminal()
                    .line("No start-up caches, so starting will take longer: " + e.getMessage());
        }
        return 0;
    }
}
