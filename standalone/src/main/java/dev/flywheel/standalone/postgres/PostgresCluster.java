package dev.flywheel.standalone.postgres;

import dev.flywheel.standalone.Folders;
import dev.flywheel.standalone.Home;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.process.ChildSpec;
import dev.flywheel.standalone.process.LogTail;
import dev.flywheel.standalone.process.Programs;
import dev.flywheel.standalone.security.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The PostgreSQL cluster of an installation: made once, then served by a child process over
/// loopback, with scram-sha-256 and fsync.
public final class PostgresCluster {

    public static final String DATABASE = "flywheel";
    private static final String OWNER = "flywheel_owner";

    private final Home home;
    private final int port;
    private final Secrets secrets;

    public PostgresCluster(Home home, int port, Secrets secrets) {
        this.home = home;
        this.port = port;
        this.secrets = secrets;
    }

    /// Makes the cluster if there is none, and says how to serve it.
    public ChildSpec prepare() throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpack(home.cache());
        List<String> asUser = asOrdinaryUser();
        if (!Files.exists(home.postgres().resolve("PG_VERSION"))) {
            initialize(binaries, asUser);
        }
        new Postmaster(home.postgres()).clear();
        List<String> command = new ArrayList<>(asUser);
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("-D", home.postgres().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new ChildSpec(
                "postgres",
                command,
                "postgres",
                Map.of(),
                home.log("postgres"),
                "INT",
                Duration.ofSeconds(20));
    }

    private Map<String, String> settings() {
        return Map.of(
                "port", Integer.toString(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "fsync", "on",
                "shared_buffers", "64MB",
                "max_connections", "100",
                "max_wal_size", "512MB");
    }

    private void initialize(PostgresBinaries binaries, List<String> asUser) throws IOException {
        Path partial = home.postgres().resolveSibling("postgres.partial");
        Folders.delete(partial);
        Path password = Files.createTempFile(home.keys(), "initdb", "");
        try {
            Files.writeString(password, secrets.password(OWNER));
            List<String> command = new ArrayList<>(asUser);
            command.add(binaries.program("initdb").toString());
            command.addAll(List.of("-D", partial.toString(), "-U", OWNER, "-A", "scram-sha-256"));
            command.addAll(List.of("--pwfile", password.toString(), "-E", "UTF8"));
            command.addAll(List.of("--locale=C"));
            run(command, home.log("initdb"));
        } finally {
            Files.delete(password);
        }
        Files.move(partial, home.postgres(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(List<String> command, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.onExit().join();
        if (process.exitValue() != 0) {
            throw new StandaloneException(
                    "PostgreSQL's initdb failed (%s): %s"
                            .formatted(log, String.join(" / ", LogTail.of(log, 3))));
        }
    }

    /// PostgreSQL refuses to run as root; a user namespace of its own satisfies it.
    private List<String> asOrdinaryUser() throws IOException {
        if ((int) Files.getAttribute(home.root(), "unix:uid") != 0) {
            return List.of();
        }
        Path unshare =
                Programs.find("unshare")
                        .orElseThrow(() ->
                                new StandaloneException(
                                        "PostgreSQL does not run as root here (no unshare):"
                                                + " start Flywheel as an ordinary user."));
        return List.of(unshare.toString(), "-U");
    }

    /// Waits until the server answers.
    ///
    /// @return false if it did not within the patience
    public boolean awaitReady(Duration patience, BooleanSupplier alive) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && alive.getAsBoolean()) {
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(2)) {
                    return true;
                }
            } catch (SQLException _) {
                // Not yet; and a machine that is busy may take longer than a question waits.
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return false;
    }

    /// Makes the database, and for each service a role, with its password and a schema of its own.
    public void createSchemas(List<String> services) throws IOException, SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(
                    statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE);
            }
        }
        try (Connection connection = connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("revoke all on schema public from public");
            statement.execute("revoke all on database " + DATABASE + " from public");
            for (String service : services) {
                createSchema(statement, service);
            }
        }
    }

    private void createSchema(Statement statement, String service)
            throws IOException, SQLException {
        createRole(statement, service, service);
        statement.execute(
                "create schema if not exists %s authorization %s".formatted(service, service));
        Optional<String> owner = owner(service);
        if (owner.isPresent()) {
            createRole(statement, owner.get(), service);
            statement.execute("alter schema %s owner to %s".formatted(service, owner.get()));
            statement.execute("reassign owned by %s to %s".formatted(service, owner.get()));
        }
    }

    private void createRole(Statement statement, String role, String schema)
            throws IOException, SQLException {
        String verb =
                exists(statement, "select 1 from pg_roles where rolname = '" + role + "'")
                        ? "alter"
                        : "create";
        statement.execute(
                "%s role %s login password '%s'".formatted(verb, role, secrets.password(role)));
        statement.execute("alter role %s set search_path = %s".formatted(role, schema));
        statement.execute(
                "grant connect, temporary on database %s to %s".formatted(DATABASE, role));
    }

    /// The role that migrates a service's schema and owns what is in it, where the service itself
    /// must not be able to: the registry's audit trail is kept whole by what only an owner can
    /// drop.
    public static Optional<String> owner(String service) {
        return service.equals("registry") ? Optional.of("registry_owner") : Optional.empty();
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    public static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
    }

    private Connection connect(String database) throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=2&loginTimeout=5"
                        .formatted(port, database),
                OWNER,
                secrets.password(OWNER));
    }
}
