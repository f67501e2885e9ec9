package dev.flywheel.feature.featureset.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.featureset.ServedFeatureSets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Reads the whole of `model-events`, in every instance and at every start.
@Component
final class ModelEvents implements ServedFeatureSets, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ModelEvents.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK = Duration.ofSeconds(10);

    private final Map<String, Object> config;
    private final Map<String, SortedMap<Integer, String>> served = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean known;
    private @Nullable Thread thread;

    ModelEvents(KafkaProperties kafka) {
        this.config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public SortedMap<Integer, String> of(String pipeline) {
        return served.getOrDefault(pipeline, Collections.emptySortedMap());
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().daemon().name("model-events").start(this::run);
    }

    @Override
    public void stop() {
        stopped.countDown();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (stopped.getCount() > 0) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(
                            config, new StringDeserializer(), new ByteArrayDeserializer())) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.warn("What the registry announces is read again", e);
                pause();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.isEmpty()) {
            // The registry makes the topic when it starts; before that nothing is served.
            known = true;
            pause();
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ASK);
        while (stopped.getCount() > 0) {
            consumer.poll(POLL).forEach(this::read);
            known |=
                    ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        @Nullable List<PartitionInfo> infos = consumer.partitionsFor(Topics.MODEL_EVENTS, ASK);
        return infos == null
                ? List.of()
                : infos.stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
    }

    private void read(ConsumerRecord<String, byte[]> announced) {
        byte @Nullable [] value = announced.value();
        try {
            SortedMap<Integer, String> sets = new TreeMap<>();
            if (value != null) {
                Json.read(value, ModelServing.class)
                        .versions()
                        .forEach((version, bundle) -> sets.put(version, bundle.featureSet()));
            }
            served.put(announced.key(), Collections.unmodifiableSortedMap(sets));
        } catch (JacksonException e) {
            LOG.error(
                    "What the registry announced of {} can't be read; what it had before counts",
                    announced.key(),
                    e);
        }
    }

    private void pause() {
        try {
            boolean _ = stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
