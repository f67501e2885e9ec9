package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.pipeline.jsonschema.PipelineJsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints what an editor needs to complete and explain the keys of pipeline files.
@Command(
        name = "schema",
        description = "Print the JSON Schema of pipeline files, for editors.",
        mixinStandardHelpOptions = true)
public final class SchemaCommand implements Callable<Integer> {

    private final CliContext context;

    public SchemaCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.terminal().line(PipelineJsonSchema.text().stripTrailing());
        return 0;
    }
}
