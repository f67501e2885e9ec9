package dev.flywheel.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Starts services as processes of their own, which can be killed.
public final class ServiceProcess {

    private ServiceProcess() {}

    /// Starts a service with the test's class path, and does not wait until it is ready.
    ///
    /// @param log where in `target` its output goes, behind what is there
    /// @param arguments such as `--server.port=8081`
    public static Process start(Class<?> application, String log, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                application.getName()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(Path.of("target", log).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What every service is started with here.
    public static List<String> settings(TestPostgres.Database database, int port) {
        return List.of(
                "--server.port=" + port,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
                "--flywheel.jwt.public-key=" + TestTokens.publicKeyFile(),
                "--springdoc.api-docs.enabled=false");
    }

    /// A port that nothing listens at now, below those that systems give to whoever takes any: such
    /// a one may be somebody else's before the service listens, or while it is started again.
    public static int freePort() {
        return RandomGenerator.getDefault()
                .ints(100, 10_000, 32_000)
                .filter(ServiceProcess::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
