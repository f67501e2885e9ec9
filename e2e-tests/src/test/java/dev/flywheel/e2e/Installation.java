package dev.flywheel.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A standalone installation of its own, driven by the `flywheel` script as a user would.
final class Installation {

    private static final Logger LOG = LoggerFactory.getLogger("flywheel");
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private final Path home;
    private final int portBase;

    Installation(Path home, int portBase) {
        this.home = home;
        this.portBase = portBase;
    }

    /// A command that runs in the background.
    Running start(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(PROJECT.resolve("flywheel").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLYWHEEL_HOME", home.toString());
        builder.environment().put("FLYWHEEL_PORT_BASE", Integer.toString(portBase));
        builder.environment().put("FLYWHEEL_NO_BUILD", "1");
        try {
            return new Running(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A command that must succeed within that time.
    ///
    /// @return what it printed
    List<String> run(Duration within, String... arguments) {
        Running running = start(arguments);
        int exit = running.exitWithin(within);
        if (exit != 0) {
            throw new AssertionError(
                    "flywheel %s ended with %d:%n%s"
                            .formatted(
                                    String.join(" ", arguments),
                                    exit,
                                    String.join("\n", running.lines())));
        }
        return running.lines();
    }

    /// Ends a process of the installation as a power cut would.
    void kill(String process) {
        long pid = pid(process);
        LOG.info("kill -9 {} (pid {})", process, pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    long pid(String process) {
        try {
            return Long.parseLong(
                    Files.readAllLines(home.resolve("run").resolve(process + ".pid")).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The processes whose command line names this installation's home.
    List<String> processes() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> process.info().commandLine().orElse(""))
                    .filter(line -> line.contains(home.toString()))
                    .toList();
        }
    }

    int port(int offset) {
        return portBase + offset;
    }

    /// A command under way, and what it has printed.
    static final class Running {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Thread reader;

        private Running(Process process) {
            this.process = process;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    LOG.info("{}", line);
                    lines.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<String> lines() {
            return lines;
        }

        boolean printed(String text) {
            return lines.stream().anyMatch(line -> line.contains(text));
        }

        boolean isAlive() {
            return process.isAlive();
        }

        int exitWithin(Duration duration) {
            try {
                if (!process.waitFor(duration.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroy();
                    throw new AssertionError(
                            "Not done within %s:%n%s"
                                    .formatted(duration, String.join("\n", lines)));
                }
                reader.join();
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
