package dev.flywheel.cli.demo;

import dev.flywheel.cli.client.ApiException;
import dev.flywheel.cli.loop.Loop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Holds a shopper's next click back until the online state has taken in the one before, so that
/// what shoppers are shown knows what they did, on slow machines too. Safe for use by many threads.
final class Pace implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(150);

    /// From the first stage of the online state to inference's memory: two commits and a margin.
    private static final Duration ON_ITS_WAY = Duration.ofMillis(600);

    private static final int LONG_VISIT = 12;
    private static final Duration HASTE = Duration.ofMillis(250);
    private static final int VERY_LONG_VISIT = 30;
    private static final Duration HURRY = Duration.ofMillis(80);

    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Loop loop;
    private final AtomicLong sent;
    private volatile long applied;
    private volatile boolean over;

    /// Begins to look.
    ///
    /// @param before how many events the online state has already
    Pace(Loop loop, long before) {
        this.loop = loop;
        this.sent = new AtomicLong(before);
        this.applied = before;
        Thread.ofVirtual().name("pace").start(this::look);
    }

    private void look() {
        while (!over) {
            try {
                applied = loop.applied();
            } catch (ApiException _) {
                // It is away and comes back; whoever waits has a limit of its own.
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /// Returns when the click that was just sent may be known, at the latest after 20 s.
    ///
    /// The few very long visits would hold everybody up: from some click on they go on a little
    /// sooner, and what they are shown may miss their last few clicks.
    ///
    /// @param order of the click in its visit
    void afterClick(int order) {
        long mine = sent.incrementAndGet();
        if (order > LONG_VISIT) {
            LockSupport.parkNanos((order > VERY_LONG_VISIT ? HURRY : HASTE).toNanos());
            return;
        }
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (!over && applied < mine && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos() / 2);
        }
        LockSupport.parkNanos(ON_ITS_WAY.toNanos());
    }

    @Override
    public void close() {
        over = true;
    }
}
