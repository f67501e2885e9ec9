package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Says what a changed pipeline file would ask for, without doing it.
@Command(
        name = "plan",
        description = {
            "Say what a changed pipeline file would ask for: the features that differ, rows,",
            "minutes and bytes. Nothing is changed."
        },
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1 << 20;

    private final CliContext context;

    @Parameters(paramLabel = "FILE", description = "The changed pipeline file.")
    private Path file = Path.of("");

    public PlanCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = PipelineReader.read(context.file(file), new DuckDbCheck());
        try (Api api = context.api()) {
            print(
                    api.post(
                            ServiceName.FEATURE,
                            "/pipelines/" + pipeline.name() + "/feature-sets/plan",
                            "application/yaml",
                            pipeline.source()));
        }
        return 0;
    }

    private void print(JsonNode plan) {
        Table table =
                new Table()
                        .row("feature set", plan.path("feature_set").asString(""))
                        .row("declared now", plan.path("declared_feature_set").asString(""))
                        .row("added", names(plan.path("added")))
                        .row("removed", names(plan.path("removed")))
                        .row("changed", names(plan.path("changed")));
        if (plan.path("is_new").asBoolean(false)) {
            table.row("events to fold", "%,d".formatted(plan.path("events").asLong()))
                    .row("rows to prepare", "%,d".formatted(plan.path("rows").asLong()))
                    .row("time, about", time(plan))
                    .row("online state, about", megabytes(plan.path("state_bytes")))
                    .row("in Kafka meanwhile, about", megabytes(plan.path("kafka_bytes")));
        } else {
            table.row("to be filled", "nothing: its online state is kept already");
        }
        table.print(context.terminal());
    }

    private static String time(JsonNode plan) {
        return "%.1f min at %,.0f events/s (%s)"
                .formatted(
                        plan.path("minutes").asDouble(),
                        plan.path("events_per_second").asDouble(),
                        plan.path("measured").asBoolean(false) ? "measured before" : "assumed");
    }

    private static String megabytes(JsonNode bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes.asLong() / MEGABYTE);
    }

    private static String names(JsonNode names) {
        String joined =
                names.valueStream()
                        .map(name -> name.asString(""))
                        .collect(Collectors.joining(", "));
        return joined.isEmpty() ? "-" : joined;
    }
}
