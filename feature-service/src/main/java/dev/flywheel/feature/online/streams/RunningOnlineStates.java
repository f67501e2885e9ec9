package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.online.OnlineState;
import dev.flywheel.feature.online.OnlineStates;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/// The online states that this instance keeps, until it shuts down.
final class RunningOnlineStates implements OnlineStates, SmartLifecycle {

    private final Map<String, String> declared = new LinkedHashMap<>();
    private final Map<Key, OnlineUnit> units = new ConcurrentHashMap<>();
    private final Factory factory;
    private final MeterRegistry meters;
    private volatile boolean started;

    RunningOnlineStates(Pipelines pipelines, Factory factory, MeterRegistry meters) {
        pipelines
                .all()
                .forEach(pipeline -> declared.put(pipeline.name(), pipeline.featureSet().id()));
        this.factory = factory;
        this.meters = meters;
    }

    /// Makes what keeps a feature set's state, not yet started.
    interface Factory {
        OnlineUnit create(Pipeline pipeline, int generation);
    }

    private record Key(String pipeline, String featureSet) {}

    @Override
    public OnlineState of(String pipeline) {
        return of(pipeline, Objects.requireNonNull(declared.get(pipeline), pipeline));
    }

    @Override
    public OnlineState of(String pipeline, String featureSet) {
        @Nullable OnlineUnit unit = units.get(new Key(pipeline, featureSet));
        return unit == null ? new StartingOnlineState(pipeline, featureSet) : unit.streams();
    }

    @Override
    public List<OnlineState> kept(String pipeline) {
        return units.entrySet().stream()
                .filter(unit -> unit.getKey().pipeline.equals(pipeline))
                .<OnlineState>map(unit -> unit.getValue().streams())
                .toList();
    }

    @Override
    public synchronized void keep(Pipeline pipeline, int generation, boolean whole) {
        if (!started) {
            return;
        }
        Key key = new Key(pipeline.name(), pipeline.featureSet().id());
        OnlineUnit unit = units.get(key);
        if (unit == null || unit.generation() != generation) {
            if (unit != null) {
                unit.abandon(meters);
            }
            unit = factory.create(pipeline, generation);
            units.put(key, unit);
            unit.start(meters);
        }
        unit.streams().whole(whole);
    }

    @Override
    public synchronized void drop(String pipeline, String featureSet) {
        OnlineUnit unit = units.remove(new Key(pipeline, featureSet));
        if (unit != null) {
            unit.abandon(meters);
        }
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public synchronized void stop() {
        started = false;
        units.values().forEach(OnlineUnit::stop);
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
