package dev.flywheel.inference.online;

import dev.flywheel.contracts.Topics;
import dev.flywheel.inference.topic.TopicFollower;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.schema.EntitySpec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The online features by pipeline and feature set, shared by the versions that read the same ones.
public final class OnlineFeaturesPool implements AutoCloseable {

    private final Map<String, Object> kafka;
    private final Path directory;
    private final int cachedStates;
    private final Duration timeout;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Shared> open = new HashMap<>();

    /// @param directory where each feature set has a store of its own
    public OnlineFeaturesPool(
            Map<String, Object> kafka,
            Path directory,
            int cachedStates,
            Duration timeout,
            Clock clock,
            MeterRegistry meters) {
        this.kafka = Map.copyOf(kafka);
        this.directory = directory;
        this.cachedStates = cachedStates;
        this.timeout = timeout;
        this.clock = clock;
        this.meters = meters;
    }

    /// The online features of that pipeline; close what is returned when it is no longer needed.
    public synchronized OnlineFeatures acquire(Pipeline pipeline) {
        String topic = Topics.onlineFeatures(pipeline.name(), pipeline.featureSet().id());
        Shared shared = open.computeIfAbsent(topic, name -> start(name, pipeline));
        shared.users++;
        return OnlineFeatures.of(shared.store, shared.follower, new Release(topic));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Shared::stop);
        open.clear();
    }

    private Shared start(String topic, Pipeline pipeline) {
        EntitySpec candidate = pipeline.candidate();
        OnlineStore store =
                new OnlineStore(
                        directory.resolve(topic),
                        pipeline.featureSet(),
                        candidate == null ? null : candidate.name(),
                        cachedStates);
        TopicFollower follower = new TopicFollower(kafka, topic, store, timeout, clock);
        Gauge lag =
                Gauge.builder("flywheel.online.lag", follower.progress(), p -> p.lag())
                        .description("Online states in the topic that are not here yet")
                        .tag("topic", topic)
                        .register(meters);
        Gauge staleness =
                Gauge.builder("flywheel.online.staleness", follower, this::staleness)
                        .description("Time since everything in the topic was here")
                        .baseUnit("seconds")
                        .tag("topic", topic)
                        .register(meters);
        return new Shared(store, follower, () -> List.of(lag, staleness).forEach(meters::remove));
    }

    private double staleness(TopicFollower follower) {
        Duration staleness = follower.progress().staleness();
        return staleness == null ? Double.NaN : staleness.toMillis() / 1000.0;
    }

    private synchronized void release(String topic) {
        Shared shared = open.get(topic);
        if (shared != null && --shared.users == 0) {
            open.remove(topic);
            shared.stop();
        }
    }

    private static final class Shared {

        private final OnlineStore store;
        private final TopicFollower follower;
        private final Runnable removeMeters;
        private int users;

        Shared(OnlineStore store, TopicFollower follower, Runnable removeMeters) {
            this.store = store;
            this.follower = follower;
            this.removeMeters = removeMeters;
        }

        void stop() {
            removeMeters.run();
            follower.close();
            store.close();
        }
    }

    /// Releases once, however often it is run.
    private final class Release implements Runnable {

        private final String topic;
        private boolean done;

        Release(String topic) {
            this.topic = topic;
        }

        @Override
        public synchronized void run() {
            if (!done) {
                done = true;
                release(topic);
            }
        }
    }
}
