package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactNotFoundException;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.feature.FeatureProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Which snapshots hold rows of an entity, by looking into their files; and their removal.
@Component
public final class SnapshotSearch {

    private final Snapshots snapshots;
    private final ArtifactStore artifacts;
    private final @Nullable Path workDir;
    private final long memoryBytes;

    public SnapshotSearch(
            Snapshots snapshots, ArtifactStore artifacts, FeatureProperties properties) {
        this.snapshots = snapshots;
        this.artifacts = artifacts;
        this.workDir = properties.snapshots().workDir();
        this.memoryBytes = properties.snapshots().memory().toBytes();
    }

    /// Those of a pipeline that are there.
    public List<Snapshot> made(String pipeline) {
        return snapshots.of(pipeline, Snapshot.Status.SUCCEEDED);
    }

    /// Whether one that was asked for by that instant is still being made: it may have read what
    /// was in the archive then.
    public boolean isAnyInTheMaking(String pipeline, Instant askedUntil) {
        return snapshots.of(pipeline, Snapshot.Status.RUNNING).stream()
                .anyMatch(snapshot -> !snapshot.createdAt().isAfter(askedUntil));
    }

    /// How many rows, those of evaluation lists included, name a key.
    ///
    /// Capitals and spaces around it are overlooked, as a feature that is the key may have been
    /// normalized.
    ///
    /// @param keyField the entity's column, such as `user_id`
    public long rowsOf(SnapshotManifest manifest, String keyField, String key)
            throws IOException, SQLException {
        return rowsOf(manifest.rows(), keyField, key) + rowsOf(manifest.lists(), keyField, key);
    }

    /// Deletes files of a snapshot.
    public void delete(String... sha256) throws IOException {
        for (String digest : sha256) {
            artifacts.delete(new Digest(digest));
        }
    }

    /// Has a snapshot whose files were deleted count as failed.
    public void forget(String id, String why) {
        snapshots.forget(id, why);
    }

    private long rowsOf(SnapshotManifest.File file, String keyField, String key)
            throws IOException, SQLException {
        Path directory =
                workDir == null
                        ? Files.createTempDirectory("flywheel-search")
                        : Files.createTempDirectory(Files.createDirectories(workDir), "search");
        try (InputStream content = artifacts.open(new Digest(file.sha256()))) {
            Path copy = directory.resolve("rows.parquet");
            Files.copy(content, copy);
            return count(directory, copy, keyField, key);
        } catch (ArtifactNotFoundException _) {
            return 0;
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private long count(Path directory, Path parquet, String keyField, String key)
            throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", (memoryBytes >> 10) + "KiB");
        settings.setProperty("temp_directory", directory.resolve("spill").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        String from = "FROM '%s'".formatted(parquet.toString().replace("'", "''"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings)) {
            if (!hasColumn(connection, from, keyField)) {
                return 0;
            }
            try (PreparedStatement rows =
                    connection.prepareStatement(
                            "SELECT count(*) %s WHERE lower(trim(\"%s\")) = lower(trim(?))"
                                    .formatted(from, keyField.replace("\"", "\"\"")))) {
                rows.setString(1, key);
                try (ResultSet result = rows.executeQuery()) {
                    result.next();
                    return result.getLong(1);
                }
            }
        }
    }

    private static boolean hasColumn(Connection connection, String from, String name)
            throws SQLException {
        try (PreparedStatement columns = connection.prepareStatement("DESCRIBE SELECT * " + from);
                ResultSet result = columns.executeQuery()) {
            while (result.next()) {
                if (result.getString(1).equalsIgnoreCase(name)) {
                    return true;
                }
            }
            return false;
        }
    }
}
