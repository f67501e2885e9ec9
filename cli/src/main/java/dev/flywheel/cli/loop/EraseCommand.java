package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Forgets an entity, and tells what was removed and which models learned from it.
@Command(
        name = "erase",
        description = "Forget one entity, such as a shopper who asks for it; it can't be undone.",
        mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CliContext context;

    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    @Parameters(index = "1", paramLabel = "ENTITY", description = "An entity's name, such as user.")
    private String entity = "";

    @Parameters(index = "2", paramLabel = "KEY", description = "Whom to forget, such as U1.")
    private String key = "";

    @Option(
            names = "--reason",
            required = true,
            description = "Why; kept for the audit, so it must not name the key.")
    private String reason = "";

    public EraseCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = context.api()) {
            String path = "/pipelines/" + pipeline + "/erasures";
            JsonNode asked =
                    api.post(
                            ServiceName.FEATURE,
                            path,
                            Loop.body("entity", entity, "key", key, "reason", reason));
            String own = path + "/" + asked.path("id").asString("");
            tell(awaitEnd(api, own));
            tellModels(api, own + "/models");
            return 0;
        }
    }

    /// Waits for as long as the erasure moves from step to step.
    private JsonNode awaitEnd(Api api, String path) {
        Optional<JsonNode> done =
                new Waiting(context.clock())
                        .whileMoving(
                                PATIENCE,
                                () -> Optional.of(api.get(ServiceName.FEATURE, path)),
                                erasure -> erasure.path("step").isMissingNode());
        return done.orElseThrow(() ->
                new LoopException(
                        "The erasure goes on, but nothing was heard of it for %d minutes; ask GET %s at feature"
                                .formatted(PATIENCE.toMinutes(), path)));
    }

    private void tell(JsonNode erasure) {
        JsonNode removed = erasure.path("removed");
        context.terminal()
                .line(
                        "Erased one %s of %s, as %s:",
                        entity, pipeline, erasure.path("id").asString());
        new Table()
                .row("events", removed.path("events").asString())
                .row("versions of reference data", removed.path("entity_versions").asString())
                .row("snapshots that held it", removed.path("snapshots").asString())
                .row("online states", removed.path("online_states").asString())
                .print(context.terminal());
    }

    private void tellModels(Api api, String path) {
        JsonNode models;
        try {
            models = api.get(ServiceName.FEATURE, path).path("models");
        } catch (ApiException e) {
            throw new LoopException(
                    "It is erased, but which models learned from it can't be told now: "
                            + e.getMessage());
        }
        if (models.isEmpty()) {
            context.terminal().line("No version of a model was trained on it.");
        }
        for (JsonNode model : models) {
            context.terminal()
                    .line(
                            "Version %s of %s%s was trained on it (run %s, snapshot %s, %s rows): train anew and promote.",
                            model.path("version").asString(),
                            model.path("model").asString(),
                            model.path("aliases").isEmpty() ? "" : ", " + model.path("aliases"),
                            model.path("run").asString("unknown"),
                            model.path("snapshot").asString(),
                            model.path("rows").asString());
        }
    }
}
