package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.StartupCaches;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes what lets later starts be quick; `./flywheel` calls it after a build.
@Command(
        name = "prepare",
        hidden = true,
        description = "Make the start-up caches of the jars that were built.",
        mixinStandardHelpOptions = true)
public final class PrepareCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "Only of these services, such as feature; default: all.")
    private List<String> services = List.of();

    public PrepareCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try {
            StartupCaches.make(
                    context.settings(),
                    named(),
                    new TerminalListener(context.terminal()),
                    line -> context.terminal().line(line),
                    context.clock());
        } catch (StandaloneException e) {
            context.terminal()
                    .line("No start-up caches, so starting will take longer: " + e.getMessage());
        }
        return 0;
    }

    private Set<ServiceName> named() {
        Set<ServiceName> named = EnumSet.noneOf(ServiceName.class);
        for (String service : services) {
            named.add(
                    ServiceName.of(service)
                            .orElseThrow(() ->
                                    new StandaloneException("There is no service " + service)));
        }
        return named.isEmpty() ? EnumSet.allOf(ServiceName.class) : named;
    }
}
