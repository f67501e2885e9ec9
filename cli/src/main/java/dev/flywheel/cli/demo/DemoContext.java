package dev.flywheel.cli.demo;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.clicks.SessionSample;
import dev.flywheel.cli.loop.Loop;
import dev.flywheel.cli.terminal.Terminal;

/// What every step of the demo works with.
///
/// @param history which sessions are imported
/// @param live which sessions are replayed click by click, some of the former
record DemoContext(
        CliContext cli,
        Loop loop,
        Shop shop,
        SessionSample history,
        SessionSample live,
        DemoFacts facts) {

    Terminal terminal() {
        return cli.terminal();
    }
}
