package dev.flywheel.standalone.service;

import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.postgres.PostgresCluster;
import dev.flywheel.standalone.process.ChildSpec;
import dev.flywheel.standalone.security.Secrets;
import dev.flywheel.standalone.security.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says how each service is started in this installation.
public final class ServiceProcesses {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /// Each is a task of its own in every stage of the online state: one machine needs few.
    private static final String PARTITIONS = "2";

    /// Writing the start-up cache takes the JVM so long after its service has ended.
    private static final Duration PATIENCE_WHEN_RECORDING = Duration.ofMinutes(4);

    private final StandaloneSettings settings;
    private final Secrets secrets;

    public ServiceProcesses(StandaloneSettings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /// How to start a service so that it serves.
    public ChildSpec serving(ServiceName service, ServiceJar jar) throws IOException {
        List<String> flags =
                jar.hasStartupCache() ? List.of("-XX:AOTCache=" + jar.startupCache()) : List.of();
        return spec(service, jar, flags, PATIENCE);
    }

    /// How to start a service so that it writes its start-up cache when it is stopped.
    public ChildSpec recording(ServiceName service, ServiceJar jar) throws IOException {
        return spec(
                service,
                jar,
                List.of("-XX:AOTCacheOutput=" + jar.startupCache()),
                PATIENCE_WHEN_RECORDING);
    }

    private ChildSpec spec(
            ServiceName service, ServiceJar jar, List<String> flags, Duration patience)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Jvm.java().toString());
        command.addAll(Jvm.flags(service.heapMegabytes(), service.computes()));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.jar().toString(), "--server.address=127.0.0.1"));
        return new ChildSpec(
                service.shortName(),
                command,
                "java",
                environment(service),
                settings.home().log(service.shortName()),
                "TERM",
                patience);
    }

    Map<String, String> environment(ServiceName service) throws IOException {
        Home home = settings.home();
        Path state = Files.createDirectories(home.state(service.shortName()));
        Map<String, String> environment = new HashMap<>();
        environment.put("FLYWHEEL_PARTITIONS", PARTITIONS);
        environment.put("SERVER_PORT", Integer.toString(settings.ports().of(service)));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + settings.ports().kafka());
        environment.put("FLYWHEEL_PIPELINES", settings.pipelines().toString());
        environment.put("FLYWHEEL_ARTIFACTS", home.artifacts().toString());
        environment.put("FLYWHEEL_STATE_DIR", state.toString());
        environment.put("FLYWHEEL_IMPORT_DIR", home.imports().toString());
        environment.put("FLYWHEEL_JWT_PUBLIC_KEY", TokenIssuer.publicKey(home.keys()).toString());
        environment.put("FLYWHEEL_SERVICE_TOKEN_FILE", tokenFile(service).toString());
        for (ServiceName other : ServiceName.values()) {
            environment.put(other.urlVariable(), "http://127.0.0.1:" + settings.ports().of(other));
        }
        if (service.hasSchema()) {
            environment.put("DATABASE_URL", PostgresCluster.url(settings.ports().postgres()));
            environment.put("DATABASE_USER", service.shortName());
            environment.put("DATABASE_PASSWORD", secrets.password(service.shortName()));
            Optional<String> owner = PostgresCluster.owner(service.shortName());
            if (owner.isPresent()) {
                environment.put("DATABASE_OWNER", owner.get());
                environment.put("DATABASE_OWNER_PASSWORD", secrets.password(owner.get()));
            }
        }
        return environment;
    }

    /// Where a service reads the token that it shows to the others.
    public Path tokenFile(ServiceName service) {
        return settings.home().keys().resolve(service.shortName() + ".token");
    }
}
