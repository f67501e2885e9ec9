package dev.flywheel.inference.serving;

import dev.flywheel.contracts.ModelServing;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// One loader for each model that was heard of. At its start it serves again what served last, from
/// this machine's disk.
public final class ModelLoaders implements AutoCloseable {

    private final ServingModels models;
    private final ModelAssembler assembler;
    private final BundleCache cache;
    private final ServingMetrics metrics;
    private final Clock clock;
    private final Duration retryAtMost;
    private final Map<String, ModelLoader> loaders = new HashMap<>();

    ModelLoaders(
            ServingModels models,
            ModelAssembler assembler,
            BundleCache cache,
            ServingMetrics metrics,
            Clock clock,
            Duration retryAtMost) {
        this.models = models;
        this.assembler = assembler;
        this.cache = cache;
        this.metrics = metrics;
        this.clock = clock;
        this.retryAtMost = retryAtMost;
    }

    /// Serves again what served last.
    public void restore() {
        cache.states().forEach(state -> follow(state.toServing()));
    }

    /// Follows a serving state, unless it is known already.
    public synchronized void follow(ModelServing serving) {
        loaders.computeIfAbsent(serving.model(), this::start).follow(serving);
    }

    @Override
    public synchronized void close() {
        loaders.values().forEach(ModelLoader::close);
    }

    private ModelLoader start(String model) {
        ServingModels.Slot slot = models.slot(model);
        metrics.heardOf(model, slot);
        return new ModelLoader(model, slot, assembler, cache, metrics, clock, retryAtMost);
    }
}
