package dev.flywheel.cli.installation;

import dev.flywheel.cli.terminal.Terminal;
import dev.flywheel.standalone.Advice;
import dev.flywheel.standalone.StandaloneListener;
import java.time.Duration;
import java.util.List;

/// Tells a person what happens to the processes.
public final class TerminalListener implements StandaloneListener {

    private final Terminal terminal;

    public TerminalListener(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void leftoversStopped(List<String> names) {
        terminal.line("  stopped what an earlier run left: %s", String.join(", ", names));
    }

    @Override
    public void ready(String name, Duration after) {
        terminal.line("  %-11s ready after %.1f s", name, after.toMillis() / 1000.0);
    }

    @Override
    public void died(String name, int exitCode, List<String> lastLines, boolean restarts) {
        terminal.line("flywheel: %s died (exit code %d). Its log ends with:", name, exitCode);
        lastLines.forEach(line -> terminal.line("    " + line));
        String advice = Advice.on(lastLines);
        if (restarts) {
            terminal.line("  It is started again. %s", advice);
        } else {
            terminal.line(
                    "  It died too often and is not started again. %s See ./flywheel logs %s, then"
                            + " ./flywheel restart %s.",
                    advice, name, name);
        }
    }

    @Override
    public void startedAgain(String name) {
        terminal.line("flywheel: %s started again", name);
    }

    @Override
    public void stoppedOnRequest(String name) {
        terminal.line("flywheel: %s stopped on request", name);
    }
}
