package dev.flywheel.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// A real PostgreSQL for tests: a container where a Docker engine answers, else an embedded one.
/// One a JVM; each test class creates a database of its own in it.
public final class TestPostgres {

    private static final String IMAGE = "postgres:18-alpine";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /// Makes an empty database whose only schema belongs to the service's role, as in production.
    ///
    /// @param service its short name, such as `registry`: the name of the role and of the schema
    public static Database create(String service) {
        Server server = Shared.SERVER;
        String name = service + "_test_" + DATABASES.incrementAndGet();
        server.execute(
                "postgres",
                """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN PASSWORD '%1$s';
                  END IF;
                END $$\
                """
                        .formatted(service));
        server.execute("postgres", "ALTER ROLE %1$s SET search_path = %1$s".formatted(service));
        server.execute("postgres", "CREATE DATABASE " + name);
        server.execute(name, "CREATE SCHEMA %1$s AUTHORIZATION %1$s".formatted(service));
        return new Database(server.url(name), service, service);
    }

    /// Makes an empty database whose only schema belongs to a role of its own for migrations, so
    /// that the service's role owns nothing.
    public static Owned createOwned(String service) {
        Database database = create(service);
        String owner = service + "_owner";
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        Server server = Shared.SERVER;
        server.execute(
                name,
                """
                DO $$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                    CREATE ROLE %1$s LOGIN PASSWORD '%1$s';
                  END IF;
                END $$\
                """
                        .formatted(owner));
        server.execute(name, "ALTER ROLE %s SET search_path = %s".formatted(owner, service));
        server.execute(name, "ALTER SCHEMA %s OWNER TO %s".formatted(service, owner));
        return new Owned(database, new Database(database.url(), owner, owner));
    }

    /// A database, and how to reach it as the service's role and as its schema's owner.
    public record Owned(Database service, Database owner) {}

    /// How to reach a database as the service's role.
    public record Database(String url, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    private record Server(String host, int port, String user, String password) {

        String url(String database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        void execute(String database, String sql) {
            try (Connection connection =
                            DriverManager.getConnection(url(database), user, password);
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("Refused by the test's PostgreSQL: " + sql, e);
            }
        }
    }

    private static final class Shared {

        static final Server SERVER = Docker.answers() ? container() : embedded();

        @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it
        private static Server container() {
            PostgreSQLContainer postgres =
                    new PostgreSQLContainer(IMAGE).withStartupTimeout(Docker.PATIENCE);
            postgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
            return new Server(
                    postgres.getHost(),
                    postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    postgres.getUsername(),
                    postgres.getPassword());
        }

        private static Server embedded() {
            try {
                // Closes itself by a shutdown hook.
                EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                return new Server("localhost", postgres.getPort(), "postgres", "postgres");
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
            }
        }
    }
}
