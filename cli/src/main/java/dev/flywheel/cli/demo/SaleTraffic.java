package dev.flywheel.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/// The sale's shoppers, in the background until they are told to stop. When all visits are over,
/// the last shopper goes on looking without clicking, so that predictions never cease to flow.
final class SaleTraffic implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Shopper shopper;
    private final List<Visit> visits;
    private final Pace pace;
    private final Replay replay;
    private final CompletableFuture<Long> clicks;
    private volatile boolean stopped;

    SaleTraffic(DemoContext demo, Shopper shopper, List<Visit> visits) {
        this.shopper = shopper;
        this.visits = visits;
        this.pace = new Pace(demo.loop(), demo.facts().events);
        this.replay = new Replay(shopper, pace::afterClick, () -> !stopped);
        this.clicks =
                CompletableFuture.supplyAsync(this::flow, task -> Thread.ofVirtual().start(task));
    }

    private long flow() {
        try {
            long sent = replay.run(visits);
            Visit last = visits.getLast();
            while (!stopped) {
                shopper.rank(last, last.steps().getLast());
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return sent;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The sale's traffic was interrupted", e);
        }
    }

    /// Leaves the machine to training, from when the shift is known.
    void slowDown() {
        replay.slowDown();
    }

    /// Throws what went wrong, if something did.
    void check() {
        if (clicks.isCompletedExceptionally()) {
            clicks.join();
        }
    }

    /// Has everybody leave after the click in hand.
    ///
    /// @return the clicks that were sent
    long stop() throws InterruptedException {
        stopped = true;
        try {
            return clicks.get();
        } catch (ExecutionException e) {
            throw new StepFailedException("The sale's traffic stopped: " + e.getCause());
        }
    }

    @Override
    public void close() {
        stopped = true;
        pace.close();
    }
}
