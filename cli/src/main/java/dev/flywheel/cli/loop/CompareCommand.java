package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows versions of a model side by side.
@Command(
        name = "compare",
        description =
                "Versions of a model side by side: parameters, metrics, also by slices, features"
                        + " and what they are worth.",
        footer = {"", "Exit codes: 0 compared, whatever differs; 1 error; 2 usage."},
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model's name.")
    private String model = "";

    @Parameters(
            index = "1..*",
            arity = "2..10",
            paramLabel = "VERSION",
            description = "Two to ten versions; the others are compared with the first.")
    private List<Integer> versions = List.of();

    @Option(names = "--all", description = "Show also what is the same in all versions.")
    private boolean all;

    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public CompareCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            String numbers =
                    versions.stream().map(String::valueOf).collect(Collectors.joining(","));
            JsonNode comparison =
                    api.get(
                            ServiceName.REGISTRY,
                            "/models/%s/compare?versions=%s".formatted(model, numbers));
            new ComparisonPrinter(output.people(context), all).print(comparison);
            Map<String, JsonNode> members = new LinkedHashMap<>();
            comparison.properties().forEach(each -> members.put(each.getKey(), each.getValue()));
            return output.end(context, ExitCode.OK, members);
        }
    }
}
