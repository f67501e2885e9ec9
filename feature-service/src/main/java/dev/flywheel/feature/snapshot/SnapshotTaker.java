package dev.flywheel.feature.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.pipeline.Pipeline;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// Takes snapshots: the same request, of the same pipeline file and archive position, is the same
/// snapshot, as long as nothing is erased.
@Component
public final class SnapshotTaker {

    private static final String FORMAT = "1";
    private static final int MOST_LISTS = 100_000;

    private final Archive archive;
    private final Snapshots snapshots;
    private final SnapshotWorker worker;
    private final Clock clock;

    public SnapshotTaker(Archive archive, Snapshots snapshots, SnapshotWorker worker, Clock clock) {
        this.archive = archive;
        this.snapshots = snapshots;
        this.worker = worker;
        this.clock = clock;
    }

    /// Asks for a snapshot, which is made in the background if it is not there yet.
    ///
    /// @throws SnapshotException.BadRequest if the request contradicts itself or the archive
    public Snapshot take(Pipeline pipeline, SnapshotRequest request) {
        long position = archive.head(pipeline.name()).position();
        check(request, position);
        Pipeline made = AskedPipeline.of(pipeline, request);
        Long asked = request.archivePosition();
        SnapshotRequest fixed = request.at(asked == null ? position : asked);
        String id = id(made, fixed, archive.erasures(pipeline.name()));
        snapshots.request(
                new Snapshot(
                        id,
                        pipeline.name(),
                        fixed,
                        Snapshot.Status.RUNNING,
                        0,
                        null,
                        null,
                        clock.instant()));
        worker.wake();
        return find(pipeline, id);
    }

    /// A snapshot that was asked for.
    ///
    /// @throws SnapshotException.NotFound if it was not
    public Snapshot find(Pipeline pipeline, String id) {
        return snapshots
                .find(id)
                .filter(snapshot -> snapshot.pipeline().equals(pipeline.name()))
                .orElseThrow(() -> new SnapshotException.NotFound(pipeline.name(), id));
    }

    /// @param erasures each makes what the archive had at a position something else
    private static String id(Pipeline pipeline, SnapshotRequest request, int erasures) {
        String asked =
                String.join(
                        "\n",
                        FORMAT,
                        pipeline.name(),
                        pipeline.hash(),
                        Json.MAPPER.writeValueAsString(request)
                                + (erasures == 0 ? "" : "\nerasures: " + erasures));
        return Digest.of(asked.getBytes(UTF_8)).hex().substring(0, 32);
    }

    private static void check(SnapshotRequest request, long position) {
        List<String> errors = new ArrayList<>();
        Instant from = request.from();
        Instant to = request.to();
        Instant testFrom = request.testFrom();
        if (from != null && to != null && !from.isBefore(to)) {
            errors.add("from must be before to");
        }
        if (testFrom != null && from != null && testFrom.isBefore(from)) {
            errors.add("test_from must not be before from");
        }
        if (testFrom != null && to != null && !testFrom.isBefore(to)) {
            errors.add("test_from must be before to");
        }
        if (request.listsAtMost() < 0 || request.listsAtMost() > MOST_LISTS) {
            errors.add("lists_at_most must be between 0 and " + MOST_LISTS);
        }
        Long wanted = request.archivePosition();
        if (wanted != null && (wanted < 0 || wanted > position)) {
            errors.add("archive_position must be between 0 and " + position + ", where it is now");
        }
        if (!errors.isEmpty()) {
            throw new SnapshotException.BadRequest(errors);
        }
    }
}
