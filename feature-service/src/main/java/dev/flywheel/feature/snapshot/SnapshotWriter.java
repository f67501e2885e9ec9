package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Label;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Makes a snapshot's two files and stores them.
@Component
public final class SnapshotWriter {

    private final Archive archive;
    private final ArtifactStore artifacts;
    private final Clock clock;
    private final @Nullable Path workDir;
    private final long memoryBytes;

    public SnapshotWriter(
            Archive archive, ArtifactStore artifacts, Clock clock, FeatureProperties properties) {
        this.archive = archive;
        this.artifacts = artifacts;
        this.clock = clock;
        this.workDir = properties.snapshots().workDir();
        this.memoryBytes = properties.snapshots().memory().toBytes();
    }

    /// Folds, writes and stores.
    ///
    /// @param request with its archive position
    /// @throws SnapshotException.Impossible if trying again would not help
    public SnapshotManifest write(Pipeline pipeline, String id, SnapshotRequest request)
            throws IOException, SQLException {
        Dataset dataset =
                switch (pipeline.label()) {
                    case Label.Choice _ -> new ChoiceDataset(archive, pipeline, request);
                    case Label.Outcome _ -> OutcomeDataset.of(archive, pipeline, request);
                };
        Path directory = newDirectory();
        try (DatasetTables tables = new DatasetTables(pipeline, directory, memoryBytes)) {
            Contents contents = dataset.fill(tables);
            Path rows = directory.resolve("rows.parquet");
            Path lists = directory.resolve("lists.parquet");
            tables.write(rows, lists);
            return manifest(pipeline, id, request, contents, store(rows), store(lists));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private Path newDirectory() throws IOException {
        if (workDir == null) {
            return Files.createTempDirectory("flywheel-snapshot");
        }
        return Files.createTempDirectory(Files.createDirectories(workDir), "snapshot");
    }

    private SnapshotManifest.File store(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            ArtifactStore.Stored stored = artifacts.put(content);
            return new SnapshotManifest.File(stored.digest().hex(), stored.bytes());
        }
    }

    private SnapshotManifest manifest(
            Pipeline pipeline,
            String id,
            SnapshotRequest request,
            Contents contents,
            SnapshotManifest.File rows,
            SnapshotManifest.File lists) {
        List<SnapshotManifest.Column> columns =
                pipeline.featureSet().columns().stream()
                        .map(column ->
                                new SnapshotManifest.Column(column.name(), column.type().word()))
                        .toList();
        return new SnapshotManifest(
                id,
                pipeline.name(),
                pipeline.hash(),
                pipeline.featureSet().id(),
                request,
                Objects.requireNonNull(request.archivePosition(), "archive_position"),
                contents.first(),
                contents.last(),
                contents.rows(),
                contents.positives(),
                contents.lists(),
                contents.candidates(),
                pipeline.label() instanceof Label.Choice choice ? choice.negatives().sample() : 0,
                pipeline.seed(),
                columns,
                rows,
                lists,
                clock.instant());
    }
}
