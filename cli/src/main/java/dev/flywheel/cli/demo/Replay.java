package dev.flywheel.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Replays visits, many at once, in about the order of their event times.
///
/// Nights and idle hours are left out, but two things hold: a shopper's next click waits until the
/// online state may have seen the one before, and no visit begins while another is more than
/// [#SPREAD] of event time behind it, so that event time moves on as it does in life. The few that
/// go on after [#PATIENCE] clicks hold nobody up. When it is told to end, shoppers leave after the
/// click in hand.
final class Replay {

    static final Duration SPREAD = Duration.ofDays(7);
    static final int PATIENCE = 16;

    private static final int ACTIVE_AT_MOST = 160;
    private static final int ACTIVE_WHEN_SLOW = 4;

    private final Shopper shopper;
    private final IntConsumer pause;
    private final BooleanSupplier goOn;
    private final PriorityQueue<Instant> active = new PriorityQueue<>();
    private final Places places = new Places(ACTIVE_AT_MOST);

    /// Replays with one shopper's manners.
    ///
    /// @param pause takes the time after a click, given its position in its visit
    /// @param goOn asked before each click; when it says no, the replay ends early
    Replay(Shopper shopper, IntConsumer pause, BooleanSupplier goOn) {
        this.shopper = shopper;
        this.pause = pause;
        this.goOn = goOn;
    }

    /// Returns when every visit is over.
    ///
    /// @return the clicks that were sent
    long run(List<Visit> visits) throws InterruptedException {
        List<Future<Integer>> running = new ArrayList<>();
        Deque<Visit> waiting = new ArrayDeque<>(visits);
        long clicks = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!waiting.isEmpty() && goOn.getAsBoolean()) {
                Visit visit = waiting.removeFirst();
                places.acquire();
                enter(visit.start());
                running.add(threads.submit(() -> play(visit)));
            }
            for (Future<Integer> each : running) {
                clicks += clicks(each);
            }
        }
        return clicks;
    }

    private int play(Visit visit) {
        int clicks = 0;
        try {
            for (Visit.Step step : visit.steps()) {
                if (!goOn.getAsBoolean()) {
                    break;
                }
                shopper.click(visit, step);
                pause.accept(step.order());
                if (++clicks == PATIENCE) {
                    leave(visit.start());
                }
            }
        } finally {
            if (clicks < PATIENCE) {
                leave(visit.start());
            }
            places.release();
        }
        return clicks;
    }

    /// Leaves room for few visits at once from now on.
    void slowDown() {
        places.reduce(ACTIVE_AT_MOST - ACTIVE_WHEN_SLOW);
    }

    private synchronized void enter(Instant start) throws InterruptedException {
        while (!active.isEmpty() && active.peek().plus(SPREAD).isBefore(start)) {
            wait();
        }
        active.add(start);
    }

    private synchronized void leave(Instant start) {
        active.remove(start);
        notifyAll();
    }

    private static int clicks(Future<Integer> visit) throws InterruptedException {
        try {
            return visit.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Permits that can be taken away at once, also while they are in use.
    private static final class Places extends Semaphore {

        Places(int permits) {
            super(permits);
        }

        void reduce(int by) {
            reducePermits(by);
        }
    }
}
