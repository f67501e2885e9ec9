package dev.flywheel.cli.demo;

import static dev.flywheel.cli.demo.StepFailedException.require;

import dev.flywheel.cli.loop.Loop;
import dev.flywheel.cli.loop.RunPrinter;
import dev.flywheel.cli.loop.RunReport;
import dev.flywheel.cli.loop.Serving;
import java.time.Duration;

/// Train, gate, register, promote, load.
final class FirstModelStep implements DemoStep {

    @Override
    public String title() {
        return "The first model: train, gate, register, promote, load";
    }

    @Override
    public void run(DemoContext demo) {
        RunReport run = demo.loop().train(Loop.body("cause", "manual"));
        demo.facts().runs.add(run);
        RunPrinter.metrics(demo.terminal(), run);
        require(
                run.state().equals("SUCCEEDED") && run.version() > 0,
                "The run ended as %s: %s",
                run.state(),
                run.summary());
        Serving serving = demo.loop().awaitServing(run.version(), Duration.ofMinutes(2));
        demo.terminal()
                .line("  version %d is the champion and inference serves it", serving.version());
    }
}
