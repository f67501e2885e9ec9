package dev.flywheel.registry;

import static org.awaitility.Awaitility.await;

import dev.flywheel.testsupport.ServiceProcess;
import dev.flywheel.testsupport.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A registry as a process of its own, which can be killed. Its log is in `target`.
record RegistryProcess(Process process, RegistryClient client) implements AutoCloseable {

    /// Starts one, and does not wait until it is ready.
    static RegistryProcess start(TestPostgres.Database database, Path artifacts, int port) {
        List<String> arguments = new ArrayList<>(ServiceProcess.settings(database, port));
        arguments.addAll(
                List.of(
                        "--flywheel.artifacts=" + artifacts,
                        "--flywheel.registry.outbox.poll=200ms",
                        "--flywheel.registry.webhooks.allow-http=true",
                        "--flywheel.registry.webhooks.allow-private=true",
                        // Long enough that a busy machine doesn't look like a receiver that is
                        // away, which is told twice; what a killed one was at is due again after
                        // three of them.
                        "--flywheel.registry.webhooks.timeout=5s",
                        "--flywheel.registry.webhooks.poll=200ms"));
        Process process =
                ServiceProcess.start(
                        RegistryApplication.class, "registry-%d.log".formatted(port), arguments);
        return new RegistryProcess(process, RegistryClient.admin(port));
    }

    void awaitReady() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() ->
                        client.send("GET", "/actuator/health/readiness", new byte[0]).status()
                                == 200);
    }

    /// Ends it with -9.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
