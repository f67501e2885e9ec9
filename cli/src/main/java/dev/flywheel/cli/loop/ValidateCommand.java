package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.pipeline.dataset.DuckDbCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Checks a pipeline file without any service.
@Command(
        name = "validate",
        description = "Check a pipeline file and name every mistake with its line.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "FILE", description = "A pipeline file.")
    private Path file = Path.of("");

    public ValidateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (Pipelines.isShared(file)) {
            throw new LoopException(
                    file
                            + " is shared by pipelines and none of its own: validate one that includes it");
        }
        Pipeline pipeline = PipelineReader.read(context.file(file), new DuckDbCheck());
        context.terminal()
                .line(
                        "%s is valid: pipeline %s, %d features, feature set %s",
                        file,
                        pipeline.name(),
                        pipeline.featureSet().columns().size(),
                        pipeline.featureSet().id());
        return 0;
    }
}
