package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Credentials;
import dev.flywheel.standalone.StandaloneException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints a token, and nothing else, so that scripts can use it.
@Command(
        name = "token",
        description = "Print a token for this installation's services.",
        mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {

    private final CliContext context;

    @Option(
            names = "--scope",
            split = "[, ]",
            paramLabel = "SCOPE",
            description = "What it may do, such as predict or events:write; default: everything.")
    private List<String> scopes = List.of();

    @Option(
            names = "--hours",
            defaultValue = "12",
            description = "How long it is valid (default: ${DEFAULT-VALUE}).")
    private int hours;

    public TokenCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        for (String scope : scopes) {
            if (!Credentials.ALL_SCOPES.contains(scope)) {
                throw new StandaloneException(
                        "There is no scope '%s'; there are %s."
                                .formatted(scope, String.join(", ", Credentials.ALL_SCOPES)));
            }
        }
        if (hours < 1) {
            throw new StandaloneException("A token is valid for at least one hour.");
        }
        context.terminal()
                .line(
                        Credentials.sign(
                                context.settings().home(),
                                scopes.isEmpty() ? Credentials.ALL_SCOPES : scopes,
                                Duration.ofHours(hours),
                                context.clock()));
        return 0;
    }
}
