package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.inference.serving.ModelAssembler.Assembled;
import dev.flywheel.inference.serving.Status.Step;
import dev.flywheel.model.bundle.BundleException;
import dev.flywheel.model.bundle.BundleFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows what one model is to serve, in a thread of its own: it loads the champion, swaps it in,
/// and tries again when that fails, while whatever served before goes on serving.
final class ModelLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK_AROUND = Duration.ofMillis(500);

    private final String model;
    private final ServingModels.Slot slot;
    private final ModelAssembler assembler;
    private final BundleCache cache;
    private final ServingMetrics metrics;
    private final Clock clock;
    private final Duration retryAtMost;
    private final Thread thread;
    private @Nullable ModelServing wanted;
    private boolean handled = true;
    private boolean closed;

    ModelLoader(
            String model,
            ServingModels.Slot slot,
            ModelAssembler assembler,
            BundleCache cache,
            ServingMetrics metrics,
            Clock clock,
            Duration retryAtMost) {
        this.model = model;
        this.slot = slot;
        this.assembler = assembler;
        this.cache = cache;
        this.metrics = metrics;
        this.clock = clock;
        this.retryAtMost = retryAtMost;
        this.thread = Thread.ofPlatform().daemon().name("load-" + model).start(this::run);
    }

    /// Asks for another serving state; one that is not newer than the last is ignored.
    synchronized void follow(ModelServing serving) {
        if (wanted != null && serving.revision() <= wanted.revision()) {
            return;
        }
        wanted = serving;
        handled = false;
        if (slot.status().step() == Step.IDLE) {
            slot.status(
                    new Status(Step.LOADING, serving.aliases().get(ModelServing.CHAMPION), null));
        }
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        try {
            for (ModelServing next = next(null); next != null; ) {
                boolean done = attempt(next);
                retry = done ? FIRST_RETRY : min(retry.multipliedBy(2), retryAtMost);
                next = next(done ? null : retry);
            }
        } catch (InterruptedException _) {
            LOG.atDebug().addKeyValue("model", model).log("Loading ends with the service");
        }
    }

    /// Waits for a serving state that is not handled, or until it is time to try again.
    private synchronized @Nullable ModelServing next(@Nullable Duration retryIn)
            throws InterruptedException {
        long until = retryIn == null ? Long.MAX_VALUE : System.nanoTime() + retryIn.toNanos();
        while (handled && !closed) {
            long left = retryIn == null ? Long.MAX_VALUE : until - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        handled = true;
        return closed ? null : wanted;
    }

    private boolean attempt(ModelServing serving) throws InterruptedException {
        Integer version = serving.aliases().get(ModelServing.CHAMPION);
        try {
            serve(serving, version);
            return true;
        } catch (IOException | RuntimeException e) {
            // Whatever it is, such as a full disk: this thread is the only one that would try
            // again.
            boolean expected = e instanceof ServingException || e instanceof BundleException;
            String reason = expected ? e.getMessage() : e.toString();
            slot.status(new Status(Step.REFUSED, version, reason));
            metrics.refused(model);
            LOG.atError()
                    .addKeyValue("model", model)
                    .addKeyValue("version", version)
                    .addKeyValue("reason", reason)
                    .setCause(expected ? null : e)
                    .log("The version was refused; what served before goes on serving");
            return false;
        }
    }

    private void serve(ModelServing serving, @Nullable Integer version)
            throws IOException, InterruptedException {
        if (version == null) {
            unload();
            slot.revision(serving.revision());
            return;
        }
        ModelServing.Bundle bundle = serving.versions().get(version);
        if (bundle == null) {
            throw new ServingException.NotUsable(
                    "The registry names no bundle of version " + version);
        }
        ServedModel current = slot.current();
        boolean serves = current != null && current.is(version, bundle);
        if (!serves && !load(serving, version, bundle)) {
            return;
        }
        cache.save(new ServingState(model, serving.revision(), version, bundle));
        slot.revision(serving.revision());
        slot.status(Status.of(Step.SERVING, version));
        prune(serving);
    }

    /// @return false if another serving state came before this version could serve
    private boolean load(ModelServing serving, int version, ModelServing.Bundle bundle)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        slot.status(Status.of(Step.LOADING, version));
        ServedModel previous = slot.previous();
        if (previous != null && previous.is(version, bundle)) {
            swap(previous, started);
            return true;
        }
        Assembled assembled = assembler.assemble(model, version, bundle);
        boolean served = false;
        try {
            slot.status(Status.of(Step.WAITING, version));
            if (!awaitFeatures(serving, assembled)) {
                return false;
            }
            ServedModel next =
                    new ServedModel(
                            model,
                            version,
                            ModelServing.CHAMPION,
                            bundle,
                            assembled.bundle(),
                            assembled.scoring(),
                            assembled.pipeline(),
                            assembled.online(),
                            clock.instant(),
                            Duration.ZERO);
            next.warmUp();
            swap(next, started);
            served = true;
            return true;
        } finally {
            if (!served) {
                assembled.close();
            }
        }
    }

    /// Waits for the online features while Kafka answers.
    ///
    /// @return false if another serving state came meanwhile
    private boolean awaitFeatures(ModelServing serving, Assembled assembled)
            throws InterruptedException {
        while (!assembled.online().progress().awaitSettled(LOOK_AROUND)) {
            synchronized (this) {
                if (closed || (wanted != null && wanted.revision() != serving.revision())) {
                    return false;
                }
            }
        }
        return true;
    }

    private void swap(ServedModel next, long started) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        ServedModel dropped = slot.swap(next.servingSince(clock.instant(), took));
        metrics.swapped(model, slot, took);
        LOG.atInfo()
                .addKeyValue("model", model)
                .addKeyValue("version", next.version())
                .addKeyValue("millis", took.toMillis())
                .log("The version serves");
        if (dropped != null) {
            dropped.close();
        }
    }

    private void unload() throws IOException {
        cache.forget(model);
        if (slot.current() != null) {
            ServedModel dropped = slot.swap(null);
            if (dropped != null) {
                dropped.close();
            }
            LOG.atWarn().addKeyValue("model", model).log("No version is champion; nothing serves");
        }
        slot.status(Status.IDLE);
    }

    private void prune(ModelServing serving) {
        Set<Path> needed = new HashSet<>();
        for (Map.Entry<Integer, ModelServing.Bundle> version : serving.versions().entrySet()) {
            if (version.getValue().files().containsKey(BundleFiles.MANIFEST)) {
                needed.add(cache.path(model, version.getKey(), version.getValue()));
            }
        }
        for (ServedModel loaded : new ServedModel[] {slot.current(), slot.previous()}) {
            if (loaded != null) {
                needed.add(cache.path(model, loaded.version(), loaded.source()));
            }
        }
        cache.prune(model, needed);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
