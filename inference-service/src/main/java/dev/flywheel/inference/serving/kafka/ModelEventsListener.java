package dev.flywheel.inference.serving.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.inference.InferenceProperties;
import dev.flywheel.inference.serving.ChampionSource;
import dev.flywheel.inference.serving.ModelLoaders;
import dev.flywheel.inference.topic.TopicFollower;
import dev.flywheel.inference.topic.TopicSink;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Reads the whole of `model-events`, in every instance and at every start, and tells the loaders.
/// Before that it lets them serve again what served last, which needs no Kafka.
@Component
class ModelEventsListener implements TopicSink, SmartLifecycle, ChampionSource {

    private static final Logger LOG = LoggerFactory.getLogger(ModelEventsListener.class);

    private final ModelLoaders loaders;
    private final Map<String, Object> config;
    private final InferenceProperties properties;
    private final Clock clock;
    private volatile @Nullable TopicFollower follower;

    ModelEventsListener(
            ModelLoaders loaders,
            KafkaProperties kafka,
            InferenceProperties properties,
            Clock clock) {
        this.loaders = loaders;
        this.config = kafka.buildConsumerProperties();
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        loaders.restore();
        follower =
                new TopicFollower(
                        config, Topics.MODEL_EVENTS, this, properties.kafkaTimeout(), clock);
    }

    @Override
    public void stop() {
        TopicFollower started = follower;
        follower = null;
        if (started != null) {
            started.close();
        }
    }

    @Override
    public boolean isRunning() {
        return follower != null;
    }

    @Override
    public boolean settled() {
        TopicFollower started = follower;
        return started != null && started.progress().settled();
    }

    @Override
    public String words() {
        TopicFollower started = follower;
        return started == null
                ? "not started"
                : started.progress().state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public Map<Integer, Long> positions() {
        return Map.of();
    }

    @Override
    public void accept(List<ConsumerRecord<String, byte[]>> records, Map<Integer, Long> positions) {
        Map<String, ModelServing> latest = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> event : records) {
            byte @Nullable [] value = event.value();
            if (value == null) {
                continue;
            }
            try {
                latest.put(event.key(), Json.read(value, ModelServing.class));
            } catch (JacksonException e) {
                LOG.atError()
                        .addKeyValue("model", event.key())
                        .addKeyValue("offset", event.offset())
                        .setCause(e)
                        .log("A serving state can't be read; the one before stays");
            }
        }
        latest.forEach(this::follow);
    }

    /// One state that can't be followed must not hold up those behind it.
    private void follow(String model, ModelServing serving) {
        try {
            loaders.follow(serving);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("model", model)
                    .setCause(e)
                    .log("A serving state can't be followed; the one before stays");
        }
    }

    @Override
    public void startOver() {
        LOG.atWarn().log("The topic of serving states was replaced");
    }
}
