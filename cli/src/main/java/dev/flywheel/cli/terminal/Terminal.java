package dev.flywheel.cli.terminal;

import com.google.errorprone.annotations.FormatMethod;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/// Where the command line writes: a person's terminal, or a log that takes whole lines only.
public final class Terminal {

    private final PrintStream out;
    private final boolean interactive;
    private boolean lineOpen;

    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /// Standard output.
    public static Terminal standard() {
        return new Terminal(System.out, isPersonThere());
    }

    /// Standard error.
    public static Terminal errors() {
        return new Terminal(System.err, isPersonThere());
    }

    private static boolean isPersonThere() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    public boolean isInteractive() {
        return interactive;
    }

    public synchronized void line(String text) {
        closeLine();
        out.println(text);
        out.flush();
    }

    @FormatMethod
    public void line(String format, Object... arguments) {
        line(format.formatted(arguments));
    }

    /// A title above the lines of one step.
    public void title(String text) {
        line("");
        line(interactive ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    /// Shows a line that the next one replaces; does nothing in a log.
    synchronized void transientLine(String text) {
        if (interactive) {
            out.print("\r\u001b[K" + text);
            out.flush();
            lineOpen = true;
        }
    }

    private void closeLine() {
        if (lineOpen) {
            out.print("\r\u001b[K");
            lineOpen = false;
        }
    }
}
