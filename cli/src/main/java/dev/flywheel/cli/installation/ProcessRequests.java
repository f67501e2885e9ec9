package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.standalone.Readiness;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.process.PidFile;
import dev.flywheel.standalone.process.Supervisor;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Asks the launcher to stop or start single processes, and waits until it has.
final class ProcessRequests {

    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final CliContext context;
    private final StandaloneSettings settings;

    ProcessRequests(CliContext context) {
        this.context = context;
        this.settings = context.settings();
    }

    void stop(List<String> names) throws IOException {
        requireLauncher();
        for (Processes process : Processes.named(names, settings.ports())) {
            Path request = stopFile(process);
            if (!Files.exists(request)) {
                Files.createFile(request);
            }
        }
        for (Processes process : Processes.named(names, settings.ports())) {
            PidFile pid = PidFile.of(settings.home().run(), process.name());
            await(process, "stop", () -> pid.process().isEmpty());
            context.terminal().line("%s stopped", process.name());
        }
    }

    void start(List<String> names) throws IOException {
        requireLauncher();
        List<Processes> processes = Processes.named(names, settings.ports());
        for (Processes process : processes) {
            Files.deleteIfExists(stopFile(process));
        }
        try (Readiness readiness = new Readiness()) {
            for (Processes process : processes) {
                await(process, "get ready", () -> isReady(process, readiness));
                context.terminal().line("%s ready", process.name());
            }
        }
    }

    private boolean isReady(Processes process, Readiness readiness) throws IOException {
        return PidFile.of(settings.home().run(), process.name()).process().isPresent()
                && (ServiceName.of(process.name()).isPresent()
                        ? readiness.ofService(process.port())
                        : Readiness.ofPort(process.port()));
    }

    private Path stopFile(Processes process) {
        return Supervisor.stopFile(settings.home().run(), process.name());
    }

    private void requireLauncher() throws IOException {
        if (PidFile.of(settings.home().run(), Standalone.LAUNCHER).process().isEmpty()) {
            throw new StandaloneException("Flywheel is not running: start it with ./flywheel up.");
        }
    }

    private void await(Processes process, String what, Condition condition) throws IOException {
        Instant deadline = context.clock().instant().plus(WITHIN);
        while (!condition.holds()) {
            if (context.clock().instant().isAfter(deadline)) {
                throw new StandaloneException(
                        "%s did not %s in %d s: see ./flywheel logs %s."
                                .formatted(
                                        process.name(), what, WITHIN.toSeconds(), process.name()));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private interface Condition {

        boolean holds() throws IOException;
    }
}
