package dev.flywheel.standalone;

import dev.flywheel.standalone.kafka.KafkaNode;
import dev.flywheel.standalone.postgres.PostgresCluster;
import dev.flywheel.standalone.process.ChildSpec;
import dev.flywheel.standalone.process.Leftovers;
import dev.flywheel.standalone.process.LogTail;
import dev.flywheel.standalone.process.PidFile;
import dev.flywheel.standalone.process.Supervisor;
import dev.flywheel.standalone.security.Secrets;
import dev.flywheel.standalone.security.TokenIssuer;
import dev.flywheel.standalone.service.Jvm;
import dev.flywheel.standalone.service.ServiceJar;
import dev.flywheel.standalone.service.ServiceName;
import dev.flywheel.standalone.service.ServiceProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A running installation: Kafka, PostgreSQL and the six services, supervised by this process.
///
/// [#start] leaves nothing running when it fails; [#close] stops everything, and may be called from
/// a shutdown hook at any time.
public final class Standalone implements AutoCloseable {

    public static final String LAUNCHER = "launcher";

    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final Duration TOKEN_VALIDITY = Duration.ofDays(90);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long LEAST_DISK = 1L << 30;
    private static final int TELLING_LINES = 12;

    private final StandaloneSettings settings;
    private final StandaloneListener listener;
    private final InstantSource clock;
    private final Secrets secrets;
    private final ServiceProcesses processes;
    private final Supervisor supervisor;
    private volatile boolean closing;
    private volatile boolean closed;
    private volatile boolean recording;

    private Standalone(
            StandaloneSettings settings, StandaloneListener listener, InstantSource clock) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.secrets = new Secrets(settings.home().keys());
        this.processes = new ServiceProcesses(settings, secrets);
        this.supervisor =
                new Supervisor(
                        settings.home().run(), listener, clock, List.of("kafka", "postgres"));
    }

    /// An installation that nothing runs of yet; leftovers of a killed launcher are stopped.
    ///
    /// @throws StandaloneException if it runs already, a port is taken or the disk is full
    public static Standalone prepare(
            StandaloneSettings settings, StandaloneListener listener, InstantSource clock)
            throws IOException {
        settings.home().create();
        PidFile launcher = PidFile.of(settings.home().run(), LAUNCHER);
        launcher.process()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .ifPresent(process -> {
                    throw new StandaloneException(
                            ("Flywheel is running already (process %d): see ./flywheel status,"
                                            + " or stop it with ./flywheel down.")
                                    .formatted(process.pid()));
                });
        launcher.delete();
        List<String> leftovers = Leftovers.stop(settings.home().run(), Duration.ofSeconds(20));
        if (!leftovers.isEmpty()) {
            listener.leftoversStopped(leftovers);
        }
        requireDisk(settings.home());
        settings.ports().requireFree();
        launcher.write(ProcessHandle.current(), "java");
        return new Standalone(settings, listener, clock);
    }

    private static void requireDisk(Home home) throws IOException {
        long usable = Files.getFileStore(home.root()).getUsableSpace();
        if (usable < LEAST_DISK) {
            throw new StandaloneException(
                    "Only %d MB are free on the disk of %s, and Flywheel needs 1 GB: free some, or set FLYWHEEL_HOME to another disk."
                            .formatted(usable >> 20, home.root()));
        }
    }

    public StandaloneSettings settings() {
        return settings;
    }

    /// Starts everything and returns when all of it is ready.
    public void start() throws IOException {
        startStores();
        startServices(EnumSet.allOf(ServiceName.class), false);
    }

    /// Starts Kafka and PostgreSQL, each with its roles and topics' home, and waits for both.
    public void startStores() throws IOException {
        Instant begin = clock.instant();
        TokenIssuer issuer = TokenIssuer.open(settings.home().keys(), clock);
        for (ServiceName service : ServiceName.values()) {
            issuer.write(
                    processes.tokenFile(service),
                    service.shortName(),
                    service.scopes(),
                    TOKEN_VALIDITY);
        }
        supervisor.start(kafka());
        PostgresCluster postgres =
                new PostgresCluster(settings.home(), settings.ports().postgres(), secrets);
        supervisor.start(postgres.prepare());
        if (!postgres.awaitReady(READY_WITHIN, () -> isUp("postgres"))) {
            throw failed("postgres");
        }
        createSchemas(postgres);
        listener.ready("postgres", Duration.between(begin, clock.instant()));
        while (!Readiness.ofPort(settings.ports().kafka())) {
            requireAlive(List.of("kafka"), begin);
        }
        listener.ready("kafka", Duration.between(begin, clock.instant()));
    }

    private static void createSchemas(PostgresCluster postgres) throws IOException {
        try {
            postgres.createSchemas(
                    Arrays.stream(ServiceName.values())
                            .filter(ServiceName::hasSchema)
                            .map(ServiceName::shortName)
                            .toList());
        } catch (SQLException e) {
            throw new StandaloneException(
                    "PostgreSQL refused to make the services' schemas: " + e.getMessage(), e);
        }
    }

    /// Starts some services at once and returns when they are ready.
    ///
    /// @param recording whether they write their start-up cache when they are stopped
    public void startServices(Set<ServiceName> services, boolean recording) throws IOException {
        Instant begin = clock.instant();
        this.recording = recording;
        for (ServiceName service : services) {
            ServiceJar jar =
                    ServiceJar.extract(service, settings.project(), settings.home().cache());
            supervisor.start(
                    recording
                            ? processes.recording(service, jar)
                            : processes.serving(service, jar));
        }
        Set<ServiceName> waiting = EnumSet.copyOf(services);
        try (Readiness readiness = new Readiness()) {
            while (!waiting.isEmpty()) {
                requireAlive(waiting.stream().map(ServiceName::shortName).toList(), begin);
                for (ServiceName service : List.copyOf(waiting)) {
                    if (readiness.ofService(settings.ports().of(service))) {
                        waiting.remove(service);
                        listener.ready(
                                service.shortName(), Duration.between(begin, clock.instant()));
                    }
                }
            }
        }
    }

    /// Pauses a little; throws if one has died or time is over.
    private void requireAlive(List<String> names, Instant begin) throws IOException {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (closing) {
            throw new StandaloneException("Stopped while it was starting.");
        }
        for (String name : names) {
            if (!isUp(name)) {
                throw failed(name);
            }
        }
        if (clock.instant().isAfter(begin.plus(READY_WITHIN))) {
            throw new StandaloneException(
                    "%s did not get ready in %d s; its log is %s"
                            .formatted(
                                    String.join(", ", names),
                                    READY_WITHIN.toSeconds(),
                                    settings.home().log(names.getFirst())));
        }
    }

    private boolean isUp(String name) {
        return !supervisor.dead().contains(name);
    }

    private StandaloneException failed(String name) throws IOException {
        Path log = settings.home().log(name);
        List<String> lines = LogTail.of(log, TELLING_LINES);
        return new StandaloneException(
                "%s did not start. %s Its log, %s, ends with:%n  %s"
                        .formatted(name, Advice.on(lines), log, String.join("\n  ", lines)));
    }

    private ChildSpec kafka() {
        Ports ports = settings.ports();
        List<String> command = new ArrayList<>();
        command.add(Jvm.java().toString());
        command.addAll(Jvm.flags(256, false));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        command.addAll(List.of("-cp", Jvm.classPath(), KafkaNode.class.getName()));
        command.add(settings.home().kafka().toString());
        command.add(Integer.toString(ports.kafka()));
        command.add(Integer.toString(ports.kafkaController()));
        return new ChildSpec(
                "kafka",
                command,
                "java",
                Map.of(),
                settings.home().log("kafka"),
                "TERM",
                Duration.ofSeconds(20));
    }

    /// Looks after the processes until [#close] is called.
    public void supervise() throws IOException {
        while (!closing) {
            supervisor.tick();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Whether everything was stopped by [#close].
    public boolean isClosed() {
        return closed;
    }

    /// Stops the services, then the stores.
    @Override
    public void close() throws IOException {
        closing = true;
        supervisor.stopAll(recording ? StartupCaches.inTwos() : List.of());
        PidFile.of(settings.home().run(), LAUNCHER).delete();
        closed = true;
    }
}
