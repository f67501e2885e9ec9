package dev.flywheel.standalone.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running child process with its pid file.
public final class Child {

    private final ChildSpec spec;
    private final Process process;
    private final PidFile pidFile;

    private Child(ChildSpec spec, Process process, PidFile pidFile) {
        this.spec = spec;
        this.process = process;
        this.pidFile = pidFile;
    }

    /// Starts it in a session of its own where the system can, so that Ctrl-C reaches the launcher
    /// first and the children stop in order.
    static Child start(ChildSpec spec, Path pidFolder) throws IOException {
        List<String> command = new ArrayList<>();
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(spec.environment());
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        Process process = builder.start();
        PidFile pidFile = PidFile.of(pidFolder, spec.name());
        pidFile.write(process.toHandle(), spec.program());
        return new Child(spec, process, pidFile);
    }

    /// Keeps the log of the run before as `name.log.1`.
    static void rotate(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public ChildSpec spec() {
        return spec;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// How it ended.
    ///
    /// @throws IllegalThreadStateException if it is alive
    public int exitCode() {
        return process.exitValue();
    }

    /// Asks it to stop, and returns at once.
    void terminate() throws IOException {
        if (spec.stopSignal().equals("TERM")) {
            process.destroy();
            return;
        }
        Process kill =
                new ProcessBuilder("kill", "-s", spec.stopSignal(), Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            kill.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until it has stopped, and kills it when its patience is over.
    void awaitStop() throws IOException {
        try {
            if (!process.waitFor(spec.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        pidFile.delete();
    }
}
