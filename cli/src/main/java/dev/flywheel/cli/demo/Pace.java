package dev.flywheel.cli.demo;

import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.loop.Loop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Holds a shopper's next click back until the online state has most likely taken in the one
/// before, so that what shoppers are shown knows what they did. Safe for use by many threads.
final class Pace implements AutoCloseable {

    /// From the click's answer to inference's memory: two stages that commit, and a margin.
    private static final Duration ON_ITS_WAY = Duration.ofMillis(850);

    /// The few very long visits would hold everybody up: from some click on they go on a little
    /// sooner, and what they are shown may miss their last few clicks.
    private static final int LONG_VISIT = 8;

    private static final Duration HASTE = Duration.ofMillis(200);
    private static final int VERY_LONG_VISIT = 30;
    private static final Duration HURRY = Duration.ofMillis(60);

    /// More clicks than this on their way mean that the machine can't keep up.
    private static final int ON_THEIR_WAY_AT_MOST = 60;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration WAIT_AT_MOST = Duration.ofSeconds(20);

    private final Loop loop;
    private final AtomicLong sent;
    private boolean behind;
    private volatile boolean over;

    /// Begins to look.
    ///
    /// @param before how many events the online state has already
    Pace(Loop loop, long before) {
        this.loop = loop;
        this.sent = new AtomicLong(before);
        Thread.ofVirtual().name("pace").start(this::look);
    }

    private void look() {
        while (!over) {
            try {
                long known = sent.get();
                setBehind(known - loop.applied() > ON_THEIR_WAY_AT_MOST);
            } catch (ApiException _) {
                // It is away and comes back; whoever waits has a limit of its own.
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private synchronized void setBehind(boolean behind) {
        this.behind = behind;
        notifyAll();
    }

    /// Returns when the click that was just sent may be known.
    ///
    /// @param order of the click in its visit
    void afterClick(int order) {
        sent.incrementAndGet();
        LockSupport.parkNanos(pause(order).toNanos());
        try {
            awaitTheOthers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two clicks", e);
        }
    }

    private static Duration pause(int order) {
        if (order > VERY_LONG_VISIT) {
            return HURRY;
        }
        return order > LONG_VISIT ? HASTE : ON_ITS_WAY;
    }

    private synchronized void awaitTheOthers() throws InterruptedException {
        long deadline = System.nanoTime() + WAIT_AT_MOST.toNanos();
        long left = WAIT_AT_MOST.toMillis();
        while (behind && !over && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
    }

    @Override
    public void close() {
        over = true;
        setBehind(false);
    }
}
