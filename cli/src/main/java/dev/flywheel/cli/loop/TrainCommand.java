package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.ExitCode;
import dev.flywheel.cli.Output;
import dev.flywheel.cli.Remote;
import dev.flywheel.cli.client.Api;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a pipeline's model now.
@Command(
        name = "train",
        description = "Train now: snapshot, train, evaluate, gate, register, promote.",
        footer = {
            "",
            "Exit codes: 0 registered and promoted, if asked for; 1 failed or cancelled;",
            "2 usage; 3 the gate refused; 4 halted by an expectation;",
            "5 waits for approval; 6 not ended in time."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    @Option(names = "--no-promote", description = "Register the version and leave the champion.")
    private boolean noPromote;

    @Option(
            names = "--cause",
            paramLabel = "TEXT",
            defaultValue = "manual",
            description = "Why, as the run keeps it; by default 'manual'.")
    private String cause = "";

    @Mixin private final Patience patience = new Patience();
    @Mixin private final Remote remote = new Remote();
    @Mixin private final Output output = new Output();

    public TrainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = remote.api(context)) {
            Loop loop = new Loop(api, output.people(context), context.clock(), pipeline);
            RunReport started = loop.start(Loop.body("cause", cause, "promote", !noPromote));
            if (!patience.waits()) {
                output.people(context).line("Run %s is queued.", started.id());
                return output.end(
                        context,
                        ExitCode.OK,
                        Map.of("run_id", started.id(), "state", started.state()));
            }
            RunReport run = loop.awaitRun(started.id(), patience.timeout());
            RunPrinter.print(output.people(context), run);
            return output.end(context, run.code(), run.members());
        }
    }
}
