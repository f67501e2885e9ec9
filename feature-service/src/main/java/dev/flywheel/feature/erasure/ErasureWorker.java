package dev.flywheel.feature.erasure;

import dev.flywheel.feature.erasure.Erasure.Step;
import dev.flywheel.feature.erasure.ErasureTable.Job;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Works on the erasures that were asked for, and sweeps this instance's online states.
///
/// A lock of the database session says that one is being worked on: when its worker dies, the lock
/// is gone, and whoever looks next goes on at the step that it was at. What fails is tried again
/// for as long as it takes, as nobody would accept that an erasure was given up.
@Component
final class ErasureWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);

    private final Pipelines pipelines;
    private final ErasureTable table;
    private final ErasureSteps steps;
    private final OnlineSweeper online;
    private final DataSource database;
    private final Duration poll;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    ErasureWorker(
            Pipelines pipelines,
            ErasureTable table,
            ErasureSteps steps,
            OnlineSweeper online,
            DataSource database,
            ErasureProperties properties) {
        this.pipelines = pipelines;
        this.table = table;
        this.steps = steps;
        this.online = online;
        this.database = database;
        this.poll = properties.poll();
    }

    /// There is something to do.
    void wake() {
        wakeUps.release();
    }

    @Override
    public void start() {
        Thread worker = Thread.ofPlatform().name("erasures").daemon().unstarted(this::work);
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
                    pipelines.all().stream().map(Pipeline::name).forEach(online::sweep);
                    table.unfinished().forEach(this::workOn);
                } catch (RuntimeException e) {
                    LOG.warn("Looking for erasures failed and is tried again", e);
                }
                boolean _ = wakeUps.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
            } while (thread != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Works on an erasure, unless another instance is about it.
    private void workOn(Job job) {
        try (Connection connection = database.getConnection()) {
            if (!locked("select pg_try_advisory_lock(hashtextextended(?, 0))", connection, job)) {
                return;
            }
            try {
                goOn(job);
            } finally {
                boolean _ =
                        locked(
                                "select pg_advisory_unlock(hashtextextended(?, 0))",
                                connection,
                                job);
            }
        } catch (SQLException e) {
            LOG.warn("Erasure {} is tried again", job.id(), e);
        }
    }

    private void goOn(Job found) {
        // Another instance may have gone on with it since it was looked up.
        table.unfinished().stream()
                .filter(job -> job.id().equals(found.id()))
                .findFirst()
                .ifPresent(this::perform);
    }

    private void perform(Job job) {
        if (!pipelines.has(job.pipeline())) {
            table.failed(job.id(), "The pipeline is not declared any more; declare it to go on");
            return;
        }
        try {
            if (steps.perform(job)) {
                Step next = ErasureSteps.after(job.step());
                table.advance(job.id(), next);
                LOG.info("Erasure {} of {} is at {}", job.id(), job.pipeline(), next);
                wake();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("Erasure {} failed at {} and is tried again", job.id(), job.step(), e);
            table.failed(
                    job.id(),
                    "%s failed and is tried again; the service's log says why: %s"
                            .formatted(job.step(), e.getClass().getSimpleName()));
        }
    }

    private static boolean locked(String sql, Connection connection, Job job) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "erasure:" + job.id());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
