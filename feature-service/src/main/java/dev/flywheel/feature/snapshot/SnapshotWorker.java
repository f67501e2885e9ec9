package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Makes the snapshots that were asked for, one after the other.
///
/// A lock of the database session says that one is being worked on: when its worker dies, the lock
/// is gone, and whoever looks next begins it anew.
@Component
public final class SnapshotWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWorker.class);

    private final Pipelines pipelines;
    private final Snapshots snapshots;
    private final SnapshotWriter writer;
    private final DataSource database;
    private final int attempts;
    private final Duration poll;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    public SnapshotWorker(
            Pipelines pipelines,
            Snapshots snapshots,
            SnapshotWriter writer,
            DataSource database,
            FeatureProperties properties) {
        this.pipelines = pipelines;
        this.snapshots = snapshots;
        this.writer = writer;
        this.database = database;
        this.attempts = properties.snapshots().attempts();
        this.poll = properties.snapshots().poll();
    }

    /// There is something to do.
    void wake() {
        wakeUps.release();
    }

    @Override
    public void start() {
        Thread worker = Thread.ofPlatform().name("snapshots").daemon().unstarted(this::work);
        // Known before it runs, as it goes on while it is known.
        thread = worker;
        worker.start();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            wake();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work() {
        try {
            do {
                try {
                    snapshots.running().forEach(this::make);
                } catch (RuntimeException e) {
                    LOG.warn("Looking for snapshots failed and is tried again", e);
                }
                boolean _ = wakeUps.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
            } while (thread != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes a snapshot, unless another instance is about it.
    void make(Snapshot snapshot) {
        try (Connection connection = database.getConnection()) {
            if (!locked(
                    "select pg_try_advisory_lock(hashtextextended(?, 0))", connection, snapshot)) {
                return;
            }
            try {
                attempt(snapshot);
            } finally {
                boolean _ =
                        locked(
                                "select pg_advisory_unlock(hashtextextended(?, 0))",
                                connection,
                                snapshot);
            }
        } catch (SQLException e) {
            LOG.warn("Snapshot {} is tried again", snapshot.id(), e);
        }
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
            SnapshotManifest manifest = writer.write(pipeline, snapshot.id(), snapshot.request());
            snapshots.succeed(snapshot.id(), manifest);
            LOG.info(
                    "Snapshot {} of {} has {} rows and {} lists",
                    snapshot.id(),
                    pipeline.name(),
                    manifest.rowCount(),
                    manifest.listCount());
        } catch (SnapshotException.Impossible e) {
            snapshots.fail(snapshot.id(), Objects.requireNonNullElse(e.getMessage(), "Impossible"));
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("Snapshot {} failed at attempt {}", snapshot.id(), snapshot.attempts() + 1, e);
        }
    }

    private static boolean locked(String sql, Connection connection, Snapshot snapshot)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "snapshot:" + snapshot.id());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
