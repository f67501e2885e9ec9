package dev.flywheel.training.scoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// Works on batches in several threads and hands the outcomes on in the order of the input, in the
/// caller's thread. At most two batches a thread are in memory.
final class OrderedBatches<I, O> implements AutoCloseable {

    private static final int BATCH = 32;

    private final ExecutorService workers;
    private final int capacity;
    private final Function<List<I>, List<O>> work;
    private final Consumer<O> outcome;
    private final Deque<Future<List<O>>> pending = new ArrayDeque<>();
    private List<I> batch = new ArrayList<>(BATCH);

    OrderedBatches(int threads, Function<List<I>, List<O>> work, Consumer<O> outcome) {
        this.workers = Executors.newFixedThreadPool(threads);
        this.capacity = 2 * threads;
        this.work = work;
        this.outcome = outcome;
    }

    /// Takes an input; true if that filled a batch.
    boolean add(I input) {
        batch.add(input);
        if (batch.size() < BATCH) {
            return false;
        }
        submit();
        return true;
    }

    /// Waits for all that was added.
    void finish() {
        submit();
        while (!pending.isEmpty()) {
            take();
        }
    }

    private void submit() {
        List<I> full = batch;
        batch = new ArrayList<>(BATCH);
        pending.add(workers.submit(() -> work.apply(full)));
        if (pending.size() > capacity) {
            take();
        }
    }

    private void take() {
        try {
            pending.remove().get().forEach(outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while scoring", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Scoring failed", e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
