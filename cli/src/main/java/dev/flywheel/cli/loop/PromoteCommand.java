package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a version the champion.
@Command(
        name = "promote",
        description = "Make a version the champion; its gate must have passed.",
        mixinStandardHelpOptions = true)
public final class PromoteCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A version's number.")
    private int version;

    @Option(names = "--force", description = "Although its gate failed; needs --reason.")
    private boolean force;

    @Option(names = "--reason", description = "Kept in the audit trail.")
    private @Nullable String reason;

    public PromoteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = context.api()) {
            api.post(
                    ServiceName.REGISTRY,
                    "/models/%s/versions/%d/promote".formatted(model, version),
                    Loop.body("reason", reason, "force", force ? true : null));
        }
        context.terminal().line("Version %d of %s is the champion.", version, model);
        return 0;
    }
}
