package dev.flywheel.cli.installation;

import dev.flywheel.cli.CliContext;
import dev.flywheel.cli.client.Credentials;
import dev.flywheel.standalone.Standalone;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Starts an installation in this process, so that nothing of it outlives this process' end.
public final class Launcher {

    private Launcher() {}

    /// Starts everything; Ctrl-C and SIGTERM stop it again, also while it starts.
    public static Standalone start(CliContext context, StandaloneSettings settings)
            throws IOException {
        Instant begin = context.clock().instant();
        context.terminal().line("Starting Kafka, PostgreSQL and six services ...");
        Standalone standalone =
                Standalone.prepare(
                        settings, new TerminalListener(context.terminal()), context.clock());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stop(context, standalone), "stop-everything"));
        standalone.start();
        context.terminal()
                .line(
                        "Everything is ready after %.0f s.",
                        Duration.between(begin, context.clock().instant()).toMillis() / 1000.0);
        return standalone;
    }

    private static void stop(CliContext context, Standalone standalone) {
        if (standalone.isClosed()) {
            return;
        }
        try {
            context.terminal().line("Stopping everything ...");
            standalone.close();
            context.terminal().line("Stopped.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Says where everything is, with a command that works as it stands.
    public static void describe(CliContext context, StandaloneSettings settings)
            throws IOException {
        var terminal = context.terminal();
        for (ServiceName service : ServiceName.values()) {
            terminal.line(
                    "  %-11s http://127.0.0.1:%d",
                    service.shortName(), settings.ports().of(service));
        }
        terminal.line("  %-11s 127.0.0.1:%d", "kafka", settings.ports().kafka());
        terminal.line("  %-11s 127.0.0.1:%d", "postgres", settings.ports().postgres());
        Path home = settings.home().root();
        terminal.line("  data, logs and keys are in %s", home);
        terminal.line("");
        terminal.line("Try it (the token is valid for 12 hours; ./flywheel token makes another):");
        terminal.line("");
        terminal.line(
                "  TOKEN=%s",
                Credentials.sign(
                        settings.home(),
                        Credentials.ALL_SCOPES,
                        Credentials.VALIDITY,
                        context.clock()));
        terminal.line(
                "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:%d/models",
                settings.ports().of(ServiceName.INFERENCE));
        terminal.line("");
    }
}
