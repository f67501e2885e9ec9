package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.Home;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows logs by the system's own `tail`.
@Command(
        name = "logs",
        description = "Show the end of a process's log, or of all.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "kafka, postgres, or a service such as inference; default: all.")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written later.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "40",
            description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int lines;

    public LogsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = context.settings().home();
        var ports = context.settings().ports();
        String only = name;
        List<Processes> shown =
                only == null ? Processes.all(ports) : Processes.named(List.of(only), ports);
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        shown.forEach(process -> command.add(home.log(process.name()).toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
