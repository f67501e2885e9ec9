package dev.flywheel.support.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// A thread that looks for work now and then, and at once when it is woken.
public abstract class WorkLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private final String name;
    private final Duration poll;
    private final Duration patience;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    /// @param name of the work, such as `snapshots`
    /// @param poll how long it waits at most before it looks again
    /// @param patience how long a stop waits for what is being done; it is never interrupted
    protected WorkLoop(String name, Duration poll, Duration patience) {
        this.name = name;
        this.poll = poll;
        this.patience = patience;
    }

    /// Finds what there is to do, and does it. What it throws, such as of a database that is away,
    /// is logged, and it is called again after a while.
    ///
    /// @return whether there may be more to do now
    protected abstract boolean look() throws InterruptedException;

    /// There is something to do.
    public final void wake() {
        wakeUps.release();
    }

    @Override
    public final void start() {
        Thread worker = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
        // Known before it runs, as it goes on while it is known.
        thread = worker;
        worker.start();
    }

    @Override
    public final void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        wake();
        try {
            boolean _ = running.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final boolean isRunning() {
        return thread != null;
    }

    private void work() {
        try {
            while (Thread.currentThread().equals(thread)) {
                if (!isMore() && wakeUps.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMore() throws InterruptedException {
        try {
            return look();
        } catch (RuntimeException e) {
            LOG.warn("Looking for {} failed and is tried again", name, e);
            return false;
        }
    }
}
