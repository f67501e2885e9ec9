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

/// Makes the champion before this one the champion again.
@Command(
        name = "rollback",
        description = "Go back to the champion before this one.",
        mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Option(names = "--reason", description = "Kept in the audit trail.")
    private @Nullable String reason;

    public RollbackCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = context.api()) {
            api.post(
                    ServiceName.REGISTRY,
                    "/models/" + model + "/rollback",
                    Loop.body("reason", reason));
            context.terminal()
                    .line(
                            "Rolled back; the champion of %s is version %s.",
                            model,
                            api.get(ServiceName.REGISTRY, "/models/" + model)
                                    .path("aliases")
                                    .path("champion")
                                    .asString("?"));
        }
        return 0;
    }
}
