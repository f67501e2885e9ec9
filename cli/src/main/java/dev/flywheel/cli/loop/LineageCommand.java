package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Tells where a version comes from.
@Command(
        name = "lineage",
        description =
                "Tell where a version comes from: data, run, candidates, gate, and where it serves.",
        footer = {"", "Exit codes: 0 told; 1 error, such as an unknown version; 2 usage."},
        mixinStandardHelpOptions = true)
public final class LineageCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A version's number.")
    private int version;

    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public LineageCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            JsonNode lineage =
                    api.get(
                            ServiceName.REGISTRY,
                            "/models/%s/versions/%d/lineage".formatted(model, version));
            LineagePrinter.print(output.people(context), lineage);
            return output.end(context, ExitCode.OK, Map.of("lineage", lineage));
        }
    }
}
