package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints expectations that a pipeline's latest dataset meets.
@Command(
        name = "suggest-expectations",
        description = "Propose expectations from the latest dataset, as YAML to choose from.",
        mixinStandardHelpOptions = true)
public final class SuggestExpectationsCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    public SuggestExpectationsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = context.api()) {
            String path = "/pipelines/" + pipeline + "/suggested-expectations";
            String yaml = api.get(ServiceName.TRAINING, path).path("yaml").asString("");
            context.terminal().line(yaml.stripTrailing());
            return 0;
        }
    }
}
