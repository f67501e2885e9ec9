package dev.flywheel.cli.demo;

import java.io.IOException;

/// A step of the demo.
interface DemoStep {

    String title();

    /// Does it, shows it, and asserts what it shows.
    ///
    /// @throws StepFailedException if something did not happen
    void run(DemoContext demo) throws IOException, InterruptedException;
}
