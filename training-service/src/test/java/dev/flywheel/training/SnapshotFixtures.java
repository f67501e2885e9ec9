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

/// Snapshots of a shop with twenty items in which who looked at item i mostly clicks item i + 1,
/// written by DuckDB as the feature service writes them.
public final class SnapshotFixtures {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private SnapshotFixtures() {}

    /// What is in a snapshot.
    ///
    /// @param events positives
    /// @param following percent of the clicks that follow the rule
    /// @param step from the last item to the next one by the rule
    /// @param withoutPrice percent of the rows
    /// @param dearer what every price is higher by
    /// @param lists whether there are evaluation lists
    public record Shop(
            int events, int following, int step, int withoutPrice, int dearer, boolean lists) {

        public Shop withEvents(int count) {
            return new Shop(count, following, step, withoutPrice, dearer, lists);
        }

        public Shop withFollowing(int percent) {
            return new Shop(events, percent, step, withoutPrice, dearer, lists);
        }

        public Shop withStep(int items) {
            return new Shop(events, following, items, withoutPrice, dearer, lists);
        }

        public Shop withoutPrices(int percent) {
            return new Shop(events, following, step, percent, dearer, lists);
        }

        public Shop withoutLists() {
            return new Shop(events, following, step, withoutPrice, dearer, false);
        }

        public Shop withDearerItems(int by) {
            return new Shop(events, following, step, withoutPrice, by, lists);
        }
    }

    public static Shop aShop() {
        return new Shop(2_000, 80, 1, 1, 0, true);
    }

    /// Writes a snapshot's files into the store.
    public static SnapshotManifest write(Shop shop, String id, ArtifactStore artifacts) {
        try {
            Path directory = Files.createTempDirectory("snapshot");
            Path rows = directory.resolve("rows.parquet");
            Path lists = directory.resolve("lists.parquet");
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("SET threads = 1");
                statement.execute("SET TimeZone = 'UTC'");
                statement.execute(events(shop));
                String columns = columns(shop);
                statement.execute(rows(columns, rows));
                statement.execute(lists(columns, shop.lists(), lists));
            }
            return manifest(shop, id, stored(rows, artifacts), stored(lists, artifacts));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same, as what such a request was answered with.
    static SnapshotManifest answering(SnapshotRequest request, SnapshotManifest made) {
        return new SnapshotManifest(
                made.id(),
                made.pipeline(),
                made.pipelineHash(),
                made.featureSet(),
                request,
                made.archivePosition(),
                made.firstEventTime(),
                made.lastEventTime(),
                made.rowCount(),
                made.positiveCount(),
                made.listCount(),
                made.candidates(),
                made.negatives(),
                made.seed(),
                made.columns(),
                made.rows(),
                made.lists(),
                made.createdAt());
    }

    private static String events(Shop shop) {
        return """
        CREATE TABLE event AS
        SELECT i,
               'e' || lpad(i::VARCHAR, 7, '0') AS event_id,
               TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(i * 60) AS event_time,
               CASE WHEN i < %1$d * 0.7 THEN 'train'
                    WHEN i < %1$d * 0.85 THEN 'validation' ELSE 'test' END AS part,
               (hash(i) %% 20)::INTEGER AS last,
               CASE WHEN hash(i, 'follows') %% 100 < %2$d THEN (hash(i) %% 20 + %3$d) %% 20
                    ELSE hash(i, 'any') %% 20 END::INTEGER AS clicked
        FROM range(%1$d) r(i)
        """
                .formatted(shop.events(), shop.following(), shop.step());
    }

    private static String columns(Shop shop) {
        return """
        part, event_id, event_time, 'I' || item AS candidate,
        CASE WHEN item = clicked THEN 1.0 ELSE 0.0 END AS label,
        'U' || (i %% 50) AS user_id, (i // 50)::DOUBLE AS user_clicks,
        'I' || last AS user_last_item, 'I' || item AS item_id,
        (i // 20)::DOUBLE AS item_clicks_7d, (i // 1000)::DOUBLE AS user_item_clicks,
        CASE WHEN hash(i, item) %% 100 < %d THEN NULL
             ELSE (10 + item + %d)::DOUBLE END AS item_price
        """
                .formatted(shop.withoutPrice(), shop.dearer());
    }

    private static String rows(String columns, Path target) {
        return """
        COPY (SELECT %s, 1.0 AS weight FROM (
                SELECT event.*, clicked AS item FROM event
                UNION ALL
                SELECT event.*, (clicked + 1 + hash(i, n) %% 19) %% 20 AS item
                FROM event, range(4) s(n))
              ORDER BY event_time, event_id, label DESC, candidate)
        TO '%s' (FORMAT parquet)
        """
                .formatted(columns, target);
    }

    private static String lists(String columns, boolean some, Path target) {
        return """
        COPY (SELECT %s FROM event, range(20) c(item) WHERE part <> 'train' AND %s
              ORDER BY event_time, event_id, candidate)
        TO '%s' (FORMAT parquet)
        """
                .formatted(columns, some, target);
    }

    private static SnapshotManifest manifest(
            Shop shop, String id, SnapshotManifest.File rows, SnapshotManifest.File lists) {
        return new SnapshotManifest(
                id,
                "clicks",
                "0".repeat(64),
                "feature-set",
                new SnapshotRequest(null, null, 1L, null, 2_000),
                1,
                START,
                START.plusSeconds(60L * (shop.events() - 1)),
                shop.events() * 5L,
                shop.events(),
                shop.events() * 3L / 10,
                20,
                4,
                42,
                List.of(
                        new SnapshotManifest.Column("user_clicks", "numeric"),
                        new SnapshotManifest.Column("user_last_item", "categorical"),
                        new SnapshotManifest.Column("item_id", "categorical"),
                        new SnapshotManifest.Column("item_price", "numeric")),
                rows,
                lists,
                START);
    }

    private static SnapshotManifest.File stored(Path file, ArtifactStore artifacts)
            throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            ArtifactStore.Stored stored = artifacts.put(content);
            return new SnapshotManifest.File(stored.digest().hex(), stored.bytes());
        } finally {
            Files.delete(file);
        }
    }
}
