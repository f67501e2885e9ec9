package dev.flywheel.training.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// A few long computations side by side.
public final class Parallel {

    private Parallel() {}

    /// The outcomes in the order of the inputs.
    public static <I, O> List<O> map(List<I> inputs, int threads, Function<I, O> work) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<O>> futures = new ArrayList<>();
            inputs.forEach(input -> futures.add(workers.submit(() -> work.apply(input))));
            List<O> outcomes = new ArrayList<>();
            for (Future<O> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while training", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Training failed", e.getCause());
        }
    }
}
