package dev.flywheel.training;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/// A snapshot of a month of payments, nothing drawn and nothing to rank: about one in a hundred is
/// a fraud, most of those above 220 and many of those at terminals with frauds before.
public final class PaymentFixtures {

    static final int ROWS = 30_000;

    private PaymentFixtures() {}

    private static final String IS_FRAUD =
            """
            CASE WHEN (amount > 220 AND hash(i, 'x') % 10 < 8)
                   OR (terminal = 7 AND hash(i, 'y') % 100 < 50)
                 THEN 1 ELSE 0 END::DOUBLE
            """;
    private static final String SPENT =
            "1000 + 3 * amount + CASE WHEN terminal = 7 THEN 400 ELSE 0 END + hash(i, 's') % 50";

    /// Whether a payment is a fraud.
    public static SnapshotManifest frauds(ArtifactStore artifacts) {
        return write("payments", IS_FRAUD, artifacts);
    }

    /// The same for a pipeline of another name.
    public static SnapshotManifest frauds(String pipeline, ArtifactStore artifacts) {
        return write(pipeline, IS_FRAUD, artifacts);
    }

    /// How much is spent with it, which mostly depends on the amount.
    public static SnapshotManifest spendings(ArtifactStore artifacts) {
        return write("spendings", SPENT, artifacts);
    }

    private static SnapshotManifest write(String pipeline, String label, ArtifactStore artifacts) {
        try {
            Path rows = Files.createTempFile("payments", ".parquet");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("SET threads = 1");
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute(payments());
                statement.execute(rows(label, rows));
            }
            try (InputStream content = Files.newInputStream(rows)) {
                ArtifactStore.Stored stored = artifacts.put(content);
                return manifest(
                        pipeline, new SnapshotManifest.File(stored.digest().hex(), stored.bytes()));
            } finally {
                Files.delete(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String payments() {
        return """
        CREATE TABLE payment AS
        SELECT i,
               'p' || lpad(i::VARCHAR, 7, '0') AS event_id,
               TIMESTAMP '2026-01-01 00:00:00' + to_seconds(i * 86) AS event_time,
               'C' || (hash(i, 'c') %% 400) AS customer_id,
               (hash(i, 't') %% 100)::INTEGER AS terminal,
               CASE WHEN hash(i, 'big') %% 1000 < 6 THEN 221 + hash(i, 'a') %% 300
                    ELSE hash(i, 'a') %% 200 END::DOUBLE AS amount
        FROM range(%d) r(i)
        """
                .formatted(ROWS);
    }

    private static String rows(String label, Path target) {
        return """
        COPY (SELECT CASE WHEN i < %1$d * 0.6 THEN 'train'
                          WHEN i < %1$d * 0.8 THEN 'validation' ELSE 'test' END AS part,
                     event_id, event_time, NULL::VARCHAR AS candidate,
                     (%2$s)::DOUBLE AS label,
                     1.0::DOUBLE AS weight, customer_id, 'T' || terminal AS terminal_id,
                     amount, 'L' || (hash(i, 'l') %% 5) AS country,
                     (hash(i, 'n') %% 20)::DOUBLE AS customer_count,
                     CASE WHEN terminal = 7 THEN 2.0 WHEN terminal %% 2 = 0 THEN 0.0
                          ELSE NULL END::DOUBLE AS terminal_frauds
              FROM payment ORDER BY event_time, event_id)
        TO '%3$s' (FORMAT parquet)
        """
                .formatted(ROWS, label, target);
    }

    private static SnapshotManifest manifest(String pipeline, SnapshotManifest.File rows) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new SnapshotManifest(
                pipeline + "-1",
                pipeline,
                "0".repeat(64),
                "feature-set",
                new SnapshotRequest(null, null, 1L, null, 0),
                1,
                start,
                start.plusSeconds(86L * (ROWS - 1)),
                ROWS,
                270,
                0,
                0,
                0,
                42,
                List.of(
                        new SnapshotManifest.Column("amount", "numeric"),
                        new SnapshotManifest.Column("country", "categorical"),
                        new SnapshotManifest.Column("customer_count", "numeric"),
                        new SnapshotManifest.Column("terminal_frauds", "numeric")),
                rows,
                new SnapshotManifest.File("0".repeat(64), 0),
                start);
    }
}
