package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Stop single processes and keep them stopped.
@Command(
        name = "stop",
        description = "Stop single processes and keep them stopped.",
        mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "kafka, postgres, or a service such as inference.")
    private List<String> names = List.of();

    public StopCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ProcessRequests requests = new ProcessRequests(context);
        requests.stop(names);
        return 0;
    }
}
