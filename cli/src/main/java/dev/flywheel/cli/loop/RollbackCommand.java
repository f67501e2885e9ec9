package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Makes the champion before this one the champion again.
@Command(
        name = "rollback",
        description = "Go back to the champion before this one.",
        footer = {"", "Exit codes: 0 done; 1 error, such as no earlier champion; 2 usage."},
        mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Option(names = "--reason", description = "Kept in the audit trail.")
    private @Nullable String reason;

    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public RollbackCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            JsonNode serving =
                    api.post(
                            ServiceName.REGISTRY,
                            "/models/" + model + "/rollback",
                            Loop.body("reason", reason));
            int champion = serving.path("aliases").path("champion").asInt(0);
            output.people(context)
                    .line("Rolled back; the champion of %s is version %d.", model, champion);
            return output.end(
                    context,
                    ExitCode.OK,
                    Loop.body("model", model, "version", champion, "registry", serving));
        }
    }
}
