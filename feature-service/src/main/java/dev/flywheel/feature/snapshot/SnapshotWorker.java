package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.work.WorkLocks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.work.WorkLoop;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Makes the snapshots that were asked for, one after the other. Whoever takes one over begins it
/// anew.
@Component
public final class SnapshotWorker extends WorkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWorker.class);

    private final Pipelines pipelines;
    private final Snapshots snapshots;
    private final SnapshotWriter writer;
    private final WorkLocks locks;
    private final int attempts;

    public SnapshotWorker(
            Pipelines pipelines,
            Snapshots snapshots,
            SnapshotWriter writer,
            WorkLocks locks,
            FeatureProperties properties) {
        super("snapshots", properties.snapshots().poll(), Duration.ZERO);
        this.pipelines = pipelines;
        this.snapshots = snapshots;
        this.writer = writer;
        this.locks = locks;
        this.attempts = properties.snapshots().attempts();
    }

    @Override
    protected boolean look() {
        snapshots.running().forEach(this::make);
        return false;
    }

    /// Makes a snapshot, unless another instance is about it.
    void make(Snapshot snapshot) {
        locks.exclusively("snapshot:" + snapshot.id(), () -> attempt(snapshot));
    }

    private void attempt(Snapshot asked) {
        // Another instance may have finished it since it was looked up.
        Snapshot snapshot = snapshots.find(asked.id()).orElse(asked);
        if (snapshot.status() != Snapshot.Status.RUNNING) {
            return;
        }
        if (!pipelines.has(snapshot.pipeline())) {
            snapshots.fail(snapshot.id(), "The pipeline is not declared any more");
            return;
        }
        if (snapshot.attempts() >= attempts) {
            snapshots.fail(
                    snapshot.id(),
                    "Given up: the service died or failed %d times while making it"
                            .formatted(attempts));
            return;
        }
        snapshots.attempt(snapshot.id());
        write(pipelines.get(snapshot.pipeline()), snapshot);
    }

    private void write(Pipeline pipeline, Snapshot snapshot) {
        try {
            SnapshotManifest manifest =
                    writer.write(
                            AskedPipeline.of(pipeline, snapshot.request()),
                            snapshot.id(),
                            snapshot.request());
            snapshots.succeed(snapshot.id(), manifest);
            LOG.info(
                    "Snapshot {} of {} has {} rows and {} lists",
                    snapshot.id(),
                    pipeline.name(),
                    manifest.rowCount(),
                    manifest.listCount());
        } catch (SnapshotException.Impossible | SnapshotException.BadRequest e) {
            snapshots.fail(snapshot.id(), Objects.requireNonNullElse(e.getMessage(), "Impossible"));
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("Snapshot {} failed at attempt {}", snapshot.id(), snapshot.attempts() + 1, e);
        }
    }
}
