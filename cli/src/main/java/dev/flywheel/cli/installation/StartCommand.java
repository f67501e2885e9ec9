package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Start processes that were stopped, and wait until they are ready.
@Command(
        name = "start",
        description = "Start processes that were stopped, and wait until they are ready.",
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "kafka, postgres, or a service such as inference.")
    private List<String> names = List.of();

    public StartCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ProcessRequests requests = new ProcessRequests(context);
        requests.start(names);
        return 0;
    }
}
