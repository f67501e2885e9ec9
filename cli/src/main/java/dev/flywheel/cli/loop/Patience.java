package dev.flywheel.cli.loop;

import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether a command waits for the end of what it started, and how long.
final class Patience {

    @Option(
            names = "--wait",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Wait for the end, as it does by default; or don't.")
    private boolean waits;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "12h",
            converter = Lengths.class,
            description = "How long to wait, such as 90s, 30m or 2h; by default 12h.")
    private Duration timeout = Duration.ZERO;

    boolean waits() {
        return waits;
    }

    Duration timeout() {
        return timeout;
    }
}
