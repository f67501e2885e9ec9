package dev.flywheel.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A long step's progress: a bar on a terminal, a line every few seconds in a log. Safe for use by
/// several threads.
public final class Progress {

    private static final int WIDTH = 30;
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final Terminal terminal;
    private final String name;
    private final long total;
    private final InstantSource clock;
    private Instant drawn;

    /// @param total 0 if nobody knows
    public Progress(Terminal terminal, String name, long total, InstantSource clock) {
        this.terminal = terminal;
        this.name = name;
        this.total = total;
        this.clock = clock;
        this.drawn = clock.instant();
    }

    /// Shows how far the step is.
    ///
    /// @param note shown behind the figures
    public synchronized void at(long done, String note) {
        Instant now = clock.instant();
        Duration pause = terminal.isInteractive() ? REDRAW : EVERY;
        if (now.isBefore(drawn.plus(pause))) {
            return;
        }
        drawn = now;
        if (terminal.isInteractive()) {
            terminal.transientLine("  %s %s %s".formatted(bar(done), figures(done), note));
        } else {
            terminal.line("  %s: %s %s".formatted(name, figures(done), note).stripTrailing());
        }
    }

    private String figures(long done) {
        return total == 0 ? "%,d".formatted(done) : "%,d of %,d".formatted(done, total);
    }

    private String bar(long done) {
        if (total == 0) {
            return name;
        }
        int filled = (int) Math.min(WIDTH, done * WIDTH / total);
        return name + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
    }
}
