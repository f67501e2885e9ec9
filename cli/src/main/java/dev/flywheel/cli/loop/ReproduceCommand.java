package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Has a version made again, and tells how alike the two are.
@Command(
        name = "reproduce",
        description = "Train a version again from its own snapshot and provenance, and compare.",
        footer = {
            "",
            "Exit codes: 0 identical or reproduced numerically, or only asked for (--no-wait);",
            "1 error, or impossible; 2 usage; 6 not ended in time; 7 different."
        },
        mixinStandardHelpOptions = true)
public final class ReproduceCommand implements Callable<Integer> {

    private static final Duration AWAY_AT_MOST = Duration.ofMinutes(5);

    private final CliContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A version's number.")
    private int version;

    @Mixin private final Patience patience = new Patience();
    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public ReproduceCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            JsonNode asked = api.post(ServiceName.REGISTRY, path("/reproduce"), Loop.body());
            Terminal people = output.people(context);
            if (!patience.waits()) {
                people.line("Reproduction %s waits for training.", id(asked));
                return output.end(context, ExitCode.OK, Map.of("reproduction", asked));
            }
            JsonNode ended = await(api, id(asked));
            tell(people, ended);
            return output.end(context, code(ended), Map.of("reproduction", ended));
        }
    }

    private JsonNode await(Api api, String id) {
        Absence absence = new Absence(AWAY_AT_MOST, context.clock());
        return new Waiting(context.clock())
                .upTo(
                        patience.timeout(),
                        () -> absence.bridge(() -> find(api, id)).filter(this::hasEnded))
                .orElseThrow(() ->
                        new LoopException(
                                ExitCode.TIMED_OUT,
                                "Reproduction %s did not end in %s; it goes on"
                                        .formatted(id, Lengths.spell(patience.timeout()))));
    }

    private JsonNode find(Api api, String id) {
        Optional<JsonNode> found =
                api.get(ServiceName.REGISTRY, path("/reproductions"))
                        .valueStream()
                        .filter(each -> id(each).equals(id))
                        .findFirst();
        return found.orElseThrow(() ->
                new LoopException("The registry does not know reproduction %s".formatted(id)));
    }

    private boolean hasEnded(JsonNode reproduction) {
        return reproduction.path("state").asString("").equals("ended");
    }

    private void tell(Terminal people, JsonNode ended) {
        people.line(
                "Version %d of %s: %s. %s",
                version,
                model,
                ended.path("verdict").asString(""),
                ended.path("detail").asString(""));
        Table table = new Table();
        ended.path("differences")
                .forEach(difference ->
                        table.row(
                                difference.path("what").asString(""),
                                difference.path("original").asString("-"),
                                difference.path("rebuilt").asString("-")));
        table.print(people);
    }

    private static ExitCode code(JsonNode ended) {
        return switch (ended.path("verdict").asString("")) {
            case "identical", "reproduced numerically" -> ExitCode.OK;
            case "different" -> ExitCode.DIFFERENT;
            default -> ExitCode.ERROR;
        };
    }

    private static String id(JsonNode reproduction) {
        return reproduction.path("id").asString("");
    }

    private String path(String below) {
        return "/models/%s/versions/%d%s".formatted(model, version, below);
    }
}
