package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Lists a pipeline's feature sets and how far each is.
@Command(
        name = "feature-sets",
        description =
                "List a pipeline's feature sets: who reads them, and how far they are filled.",
        mixinStandardHelpOptions = true)
public final class FeatureSetsCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    public FeatureSetsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Table table =
                new Table().row("feature set", "state", "archive sent", "rows", "read by versions");
        try (Api api = context.api()) {
            api.get(ServiceName.FEATURE, "/pipelines/" + pipeline + "/feature-sets")
                    .path("feature_sets")
                    .forEach(set ->
                            table.row(
                                    set.path("feature_set").asString(""),
                                    state(set),
                                    "%,d of %,d"
                                            .formatted(
                                                    set.path("sent").asLong(),
                                                    set.path("events").asLong()),
                                    "%,d".formatted(set.path("rows").asLong()),
                                    versions(set)));
        }
        table.print(context.terminal());
        return 0;
    }

    private static String state(JsonNode set) {
        return set.path("state").asString("")
                + (set.path("declared").asBoolean(false) ? ", declared" : "");
    }

    private static String versions(JsonNode set) {
        String versions =
                set.path("versions")
                        .valueStream()
                        .map(version -> Integer.toString(version.asInt()))
                        .collect(Collectors.joining(", "));
        return versions.isEmpty() ? "-" : versions;
    }
}
