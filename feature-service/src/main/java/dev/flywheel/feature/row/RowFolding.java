package dev.flywheel.feature.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/// One folding thread for each pipeline, from start to shutdown.
final class RowFolding implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RowFolding.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// Longer than a step of the fold takes.
    private static final Duration STEP = Duration.ofSeconds(5);

    private final List<PreparedRows> pipelines;
    private final Duration poll;
    private final Runnable leave;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// @param leave says that this instance folds no more
    RowFolding(List<PreparedRows> pipelines, Duration poll, Runnable leave) {
        this.pipelines = List.copyOf(pipelines);
        this.poll = poll;
        this.leave = leave;
    }

    @Override
    public void start() {
        for (PreparedRows rows : pipelines) {
            threads.add(
                    Thread.ofPlatform()
                            .name("rows-" + threads.size())
                            .daemon()
                            .start(() -> fold(rows)));
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        try {
            for (Thread thread : threads) {
                if (!thread.join(STEP)) {
                    // Another instance goes on as soon as this one was not heard of for a while.
                    LOG.warn("Did not wait for folding to end");
                    return;
                }
            }
            leave.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            LOG.warn("Could not leave the fold to others: {}", e.getMessage());
        } finally {
            threads.clear();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    private void fold(PreparedRows rows) {
        int failures = 0;
        try {
            while (stopped.getCount() > 0) {
                try {
                    boolean more = rows.advance();
                    failures = 0;
                    if (!more) {
                        pause(poll);
                    }
                } catch (RuntimeException e) {
                    failures++;
                    LOG.warn("Folding failed and is tried again (failure {})", failures, e);
                    pause(poll.multipliedBy(1L << Math.min(failures, 10)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        long millis = Math.min(time.toMillis(), LONGEST_PAUSE.toMillis());
        boolean _ = stopped.await(millis, TimeUnit.MILLISECONDS);
    }
}
