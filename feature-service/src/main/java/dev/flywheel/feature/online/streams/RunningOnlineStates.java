package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.feature.online.kafka.CatalogueListener;
import dev.flywheel.feature.topic.PipelineTopics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The online states of all pipelines, from start to shutdown.
final class RunningOnlineStates implements OnlineStates, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunningOnlineStates.class);

    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final PipelineTopics topics;
    private volatile boolean started;

    RunningOnlineStates(List<Unit> units, PipelineTopics topics, MeterRegistry meters) {
        this.topics = topics;
        for (Unit unit : units) {
            this.units.put(unit.pipeline, unit);
            Gauge.builder("flywheel.online.running", unit, u -> u.streams.isRunning() ? 1 : 0)
                    .description("Whether the online state is kept up to date")
                    .tag("pipeline", unit.pipeline)
                    .register(meters);
            Gauge.builder("flywheel.online.applied", unit, u -> u.streams.applied())
                    .description("Distinct events that entered the online state; -1 if unknown")
                    .tag("pipeline", unit.pipeline)
                    .register(meters);
            FunctionCounter.builder("flywheel.online.unplaced", unit, u -> u.topology.unplaced())
                    .description("Events too late to be counted after what came before them")
                    .tag("pipeline", unit.pipeline)
                    .register(meters);
        }
    }

    /// What belongs to one pipeline.
    ///
    /// @param catalogue null where no state takes in another entity's attributes
    record Unit(
            String pipeline,
            @Nullable CatalogueListener catalogue,
            OnlineTopology topology,
            OnlineStreams streams) {}

    @Override
    public OnlineState of(String pipeline) {
        return Objects.requireNonNull(units.get(pipeline), pipeline).streams;
    }

    @Override
    public void start() {
        started = true;
        units.values()
                .forEach(unit ->
                        Thread.ofVirtual()
                                .name("online-" + unit.pipeline)
                                .start(() -> start(unit)));
    }

    @Override
    public void stop() {
        started = false;
        for (Unit unit : units.values()) {
            if (unit.catalogue != null) {
                unit.catalogue.stop();
            }
            unit.streams.close();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /// Events are applied only once the reference data that they bring with them is known.
    private void start(Unit unit) {
        try {
            topics.await();
            if (unit.catalogue != null) {
                Thread.ofPlatform()
                        .name("catalogue-" + unit.pipeline)
                        .daemon()
                        .start(unit.catalogue);
                unit.catalogue.awaitLoaded();
            }
            if (started) {
                unit.streams.start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("The online state of {} was stopped before it started", unit.pipeline);
        }
    }
}
