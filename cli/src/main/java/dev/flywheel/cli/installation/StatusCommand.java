package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.terminal.Table;
import dev.flywheel.standalone.Readiness;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.process.PidFile;
import dev.flywheel.standalone.process.Supervisor;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Says which processes run and are ready.
@Command(
        name = "status",
        description = "Say what runs; the exit code is 0 if everything is ready.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {

    private final CliContext context;

    public StatusCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        StandaloneSettings settings = context.settings();
        Table table = new Table().row("process", "port", "pid", "state");
        boolean allReady = true;
        try (Readiness readiness = new Readiness()) {
            for (Processes process : Processes.all(settings.ports())) {
                Optional<ProcessHandle> handle =
                        PidFile.of(settings.home().run(), process.name()).process();
                String state = state(settings, process, handle, readiness);
                allReady &= state.equals("ready");
                table.row(
                        process.name(),
                        process.port(),
                        handle.map(h -> Long.toString(h.pid())).orElse("-"),
                        state);
            }
        }
        table.print(context.terminal());
        if (PidFile.of(settings.home().run(), Standalone.LAUNCHER).process().isEmpty()) {
            context.terminal()
                    .line("  The launcher does not run: ./flywheel up starts everything.");
        }
        return allReady ? 0 : 1;
    }

    private static String state(
            StandaloneSettings settings,
            Processes process,
            Optional<ProcessHandle> handle,
            Readiness readiness) {
        if (Files.exists(Supervisor.stopFile(settings.home().run(), process.name()))) {
            return "stopped on request";
        }
        if (handle.isEmpty()) {
            return "not running";
        }
        boolean ready =
                ServiceName.of(process.name()).isPresent()
                        ? readiness.ofService(process.port())
                        : Readiness.ofPort(process.port());
        return ready ? "ready" : "starting or not ready: ./flywheel logs " + process.name();
    }
}
