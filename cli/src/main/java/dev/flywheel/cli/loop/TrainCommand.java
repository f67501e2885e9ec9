package dev.flywheel.cli.loop;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Api;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a pipeline's model now.
@Command(
        name = "train",
        description = "Train now: snapshot, train, evaluate, gate, register, promote.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

    private final CliContext context;

    @Parameters(paramLabel = "PIPELINE", description = "Its name, such as click-recommendation.")
    private String pipeline = "";

    @Option(names = "--no-promote", description = "Register the version and leave the champion.")
    private boolean noPromote;

    public TrainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Api api = context.api()) {
            Loop loop = new Loop(api, context.terminal(), context.clock(), pipeline);
            RunReport run = loop.train(Loop.body("cause", "manual", "promote", !noPromote));
            RunPrinter.print(context.terminal(), run);
            return run.isDecided() ? 0 : 1;
        }
    }
}
