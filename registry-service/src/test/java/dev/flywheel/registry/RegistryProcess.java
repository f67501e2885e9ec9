package dev.flywheel.registry;

import static org.awaitility.Awaitility.await;

import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/// A registry as a process of its own, which can be killed. Its log is in `target`.
record RegistryProcess(Process process, RegistryClient client) implements AutoCloseable {

    /// Starts one, and does not wait until it is ready.
    static RegistryProcess start(TestPostgres.Database database, Path artifacts, int port)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RegistryApplication.class.getName(),
                                "--server.port=" + port,
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.user(),
                                "--spring.datasource.password=" + database.password(),
                                "--spring.kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
                                "--flywheel.jwt.public-key=" + TestTokens.publicKeyFile(),
                                "--flywheel.artifacts=" + artifacts,
                                "--springdoc.api-docs.enabled=false",
                                "--flywheel.registry.outbox.poll=200ms",
                                "--flywheel.registry.webhooks.allow-http=true",
                                "--flywheel.registry.webhooks.allow-private=true",
                                "--flywheel.registry.webhooks.timeout=1s",
                                "--flywheel.registry.webhooks.poll=200ms")
                        .redirectErrorStream(true)
                        .redirectOutput(
                                Path.of("target", "registry-%d.log".formatted(port)).toFile())
                        .start();
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

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
