package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.Replay;
import dev.flywheel.feature.archive.Span;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.fold.LabelledRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/// Makes a snapshot's two files. The archive is folded twice: first to draw the events that get an
/// evaluation list, then to write; what is in the heap is the fold and what was drawn.
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
        ArchivedPositives positives = new ArchivedPositives(archive, pipeline, request);
        if (positives.countBefore(null) == 0) {
            throw new SnapshotException.Impossible(
                    "The archive has no '%s' in that range".formatted(pipeline.label().positive()));
        }
        Parts parts = Parts.of(pipeline.training().split(), request, positives);
        Set<String> listed = draw(pipeline, request, parts);
        Path directory = newDirectory();
        try (DatasetTables tables = new DatasetTables(pipeline, directory, memoryBytes)) {
            Written written = fill(pipeline, request, parts, listed, tables);
            Path rows = directory.resolve("rows.parquet");
            Path lists = directory.resolve("lists.parquet");
            tables.write(rows, lists);
            return manifest(pipeline, id, request, written, store(rows), store(lists));
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

    /// The events of the validation and of the test part that get a list.
    private Set<String> draw(Pipeline pipeline, SnapshotRequest request, Parts parts) {
        ListDraw validation = new ListDraw(pipeline.seed(), request.listsAtMost());
        ListDraw test = new ListDraw(pipeline.seed(), request.listsAtMost());
        if (request.listsAtMost() > 0) {
            fold(
                    pipeline,
                    request,
                    (event, rows) -> {
                        if (rows.isEvaluated(event)) {
                            switch (parts.of(event.eventTime())) {
                                case Parts.VALIDATION -> validation.offer(event.eventId());
                                case Parts.TEST -> test.offer(event.eventId());
                                default -> {}
                            }
                        }
                    });
        }
        Set<String> drawn = validation.drawn();
        drawn.addAll(test.drawn());
        return drawn;
    }

    private Written fill(
            Pipeline pipeline,
            SnapshotRequest request,
            Parts parts,
            Set<String> listed,
            DatasetTables tables)
            throws SQLException {
        Written written = new Written();
        LabelledRows folded =
                fold(
                        pipeline,
                        request,
                        (event, rows) -> {
                            String part = parts.of(event.eventTime());
                            var labelled = rows.rows(event);
                            tables.addRows(part, event, labelled);
                            written.add(event, labelled.size());
                            if (listed.contains(event.eventId())) {
                                tables.addList(part, event, rows.list(event));
                                written.lists++;
                            }
                        });
        written.candidates = folded.candidates();
        return written;
    }

    /// Folds everything before the end of the range, and shows each positive of the range before it
    /// is applied.
    private <E extends Exception> LabelledRows fold(
            Pipeline pipeline, SnapshotRequest request, OnPositive<E> onPositive) throws E {
        LabelledRows rows = new LabelledRows(pipeline);
        Replay replay =
                archive.replay(pipeline.name(), Span.until(request.to(), position(request)));
        while (replay.hasNext()) {
            switch (replay.next()) {
                case Replay.Step.OfEntityVersion(var version, _) -> rows.apply(version);
                case Replay.Step.OfEvent(var event, _) -> {
                    if (rows.isPositive(event) && !isBefore(event, request.from())) {
                        onPositive.accept(event, rows);
                    }
                    rows.apply(event);
                }
            }
        }
        return rows;
    }

    private static boolean isBefore(Event event, @Nullable Instant from) {
        return from != null && event.eventTime().isBefore(from);
    }

    private static long position(SnapshotRequest request) {
        return Objects.requireNonNull(request.archivePosition(), "archive_position");
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
            Written written,
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
                position(request),
                written.first,
                written.last,
                written.rows,
                written.positives,
                written.lists,
                written.candidates,
                pipeline.label().negatives().sample(),
                pipeline.seed(),
                columns,
                rows,
                lists,
                clock.instant());
    }

    private interface OnPositive<E extends Exception> {
        void accept(Event positive, LabelledRows rows) throws E;
    }

    private static final class Written {

        private @Nullable Instant first;
        private @Nullable Instant last;
        private long rows;
        private long positives;
        private long lists;
        private int candidates;

        void add(Event positive, int rowsOfPositive) {
            if (first == null) {
                first = positive.eventTime();
            }
            last = positive.eventTime();
            positives++;
            rows += rowsOfPositive;
        }
    }
}
