package dev.flywheel.feature.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// A thread that looks for work now and then, and at once when it is woken.
public final class WorkLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private final String name;
    private final Duration poll;
    private final Runnable look;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    /// @param name of the work, such as `snapshots`
    /// @param look finds what there is to do, and does it; what it throws is logged, and it is
    ///   called again after a while
    public WorkLoop(String name, Duration poll, Runnable look) {
        this.name = name;
        this.poll = poll;
        this.look = look;
    }

    /// There is something to do.
    public void wake() {
        wakeUps.release();
    }

    @Override
    public void start() {
        Thread worker = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
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
                    look.run();
                } catch (RuntimeException e) {
                    LOG.warn("Looking for {} failed and is tried again", name, e);
                }
                boolean _ = wakeUps.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
                wakeUps.drainPermits();
            } while (thread != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
