package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.erased.CurrentErasedKeys;
import dev.flywheel.feature.online.kafka.CatalogueListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What keeps the online state of one feature set: the application, and the catalogue that it looks
/// attributes up in.
final class OnlineUnit {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineUnit.class);

    private final String pipeline;
    private final String featureSet;
    private final int generation;
    private final @Nullable CatalogueListener catalogue;
    private final OnlineTopology topology;
    private final OnlineStreams streams;
    private final CurrentErasedKeys erased;
    private volatile boolean ended;
    private List<Meter> meters = List.of();

    /// @param catalogue null where no state takes in another entity's attributes
    OnlineUnit(
            String pipeline,
            String featureSet,
            int generation,
            @Nullable CatalogueListener catalogue,
            OnlineTopology topology,
            OnlineStreams streams,
            CurrentErasedKeys erased) {
        this.pipeline = pipeline;
        this.featureSet = featureSet;
        this.generation = generation;
        this.catalogue = catalogue;
        this.topology = topology;
        this.streams = streams;
        this.erased = erased;
    }

    int generation() {
        return generation;
    }

    OnlineStreams streams() {
        return streams;
    }

    void start(MeterRegistry registry) {
        measure(registry);
        Thread.ofVirtual().name("online-" + pipeline).start(this::run);
    }

    void stop() {
        end();
        streams.close();
    }

    void abandon(MeterRegistry registry) {
        end();
        meters.forEach(registry::remove);
        streams.abandon();
    }

    private void end() {
        ended = true;
        if (catalogue != null) {
            catalogue.stop();
        }
    }

    /// Events are applied only once the reference data that they bring with them is known, and
    /// which keys were erased.
    private void run() {
        try {
            erased.awaitKnown(pipeline);
            if (catalogue != null) {
                Thread.ofPlatform().name("catalogue-" + pipeline).daemon().start(catalogue);
                catalogue.awaitLoaded();
            }
            if (!ended) {
                streams.start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The online state of {} was stopped before it started", pipeline);
        } catch (IllegalStateException e) {
            LOG.debug("The online state of {} was ended while it started", pipeline, e);
        }
    }

    private void measure(MeterRegistry registry) {
        Tags tags = Tags.of("pipeline", pipeline, "feature_set", featureSet);
        meters =
                List.of(
                        Gauge.builder(
                                        "flywheel.online.running",
                                        streams,
                                        s -> s.isRunning() ? 1 : 0)
                                .description("Whether the online state is kept up to date")
                                .tags(tags)
                                .register(registry),
                        Gauge.builder("flywheel.online.applied", streams, OnlineStreams::applied)
                                .description(
                                        "Distinct events that entered the online state; -1 if unknown")
                                .tags(tags)
                                .register(registry),
                        FunctionCounter.builder(
                                        "flywheel.online.unplaced",
                                        topology,
                                        OnlineTopology::unplaced)
                                .description(
                                        "Events too late to be counted, or taken back, where they"
                                                + " should be")
                                .tags(tags)
                                .register(registry));
    }
}
