package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.IngestionProperties;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The thread that looks for imports to carry out: those that are due, its own at once, those of a
/// crashed process when their lease has run out.
@Component
class ImportLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ImportLoop.class);
    private static final Duration TO_FINISH_A_BATCH = Duration.ofSeconds(15);

    private final ImportWorker worker;
    private final ImportSchedules schedules;
    private final Duration poll;
    private final Semaphore wakeUp;
    private CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    ImportLoop(
            ImportWorker worker,
            ImportSchedules schedules,
            ImportSignal signal,
            IngestionProperties properties) {
        this.worker = worker;
        this.schedules = schedules;
        this.wakeUp = signal.semaphore();
        this.poll = properties.imports().poll();
    }

    @Override
    public void start() {
        CountDownLatch until = new CountDownLatch(1);
        stop = until;
        thread = Thread.ofPlatform().name("imports").start(() -> loop(until));
    }

    @Override
    public void stop() {
        stop.countDown();
        wakeUp.release();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(TO_FINISH_A_BATCH);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void loop(CountDownLatch until) {
        while (until.getCount() > 0) {
            try {
                schedules.startDue();
                if (!worker.workOnce(until)) {
                    wakeUp.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                    wakeUp.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            } catch (Throwable e) {
                // The edge of a thread that must not end: whatever it was (the database away, a
                // class missing), the import keeps its position and is claimed again when its
                // lease has run out.
                LOG.warn("Imports pause", e);
                pause(until);
            }
        }
    }

    private void pause(CountDownLatch until) {
        try {
            boolean _ = until.await(poll.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
