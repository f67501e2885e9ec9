package dev.flywheel.inference.topic;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads every partition of a topic into a sink, for as long as the service runs: it waits for the
/// topic to exist, for Kafka to come back, and starts over when the topic was replaced.
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Object> config;
    private final String topic;
    private final TopicSink sink;
    private final Duration timeout;
    private final Progress progress;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Starts following.
    ///
    /// @param config how to reach Kafka
    /// @param timeout how long Kafka may be silent before it counts as away
    public TopicFollower(
            Map<String, Object> config,
            String topic,
            TopicSink sink,
            Duration timeout,
            Clock clock) {
        this.config = consumerConfig(config, timeout);
        this.topic = topic;
        this.sink = sink;
        this.timeout = timeout;
        this.progress = new Progress(clock);
        this.thread = Thread.ofPlatform().daemon().name("follow-" + topic).start(this::run);
    }

    public Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(timeout.plus(PAUSE));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                read();
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("topic", topic)
                        .setCause(e)
                        .log("Following failed; starting again");
                pause();
            }
        }
    }

    private void read() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(config)) {
            follow(consumer);
        } catch (InvalidOffsetException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .setCause(e)
                    .log("The topic was replaced; reading it from the beginning");
            sink.startOver();
        } catch (KafkaException e) {
            away(e);
        }
    }

    private void away(KafkaException e) {
        if (progress.state() != Progress.State.KAFKA_AWAY) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("reason", e.getMessage())
                    .log("Kafka doesn't answer; going on with what is here");
        }
        progress.away();
        pause();
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        Reading reading = null;
        while (!isClosed()) {
            try {
                if (reading == null) {
                    reading = begin(consumer);
                } else {
                    reading.step(consumer);
                }
            } catch (TimeoutException e) {
                away(e);
            }
        }
    }

    /// Starts reading where the sink is.
    ///
    /// @return null if there is no such topic yet
    private @Nullable Reading begin(KafkaConsumer<String, byte[]> consumer) {
        @Nullable List<PartitionInfo> infos = consumer.partitionsFor(topic, timeout);
        if (infos == null || infos.isEmpty()) {
            progress.at(0, false);
            pause();
            return null;
        }
        List<TopicPartition> partitions =
                infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
        consumer.assign(partitions);
        seek(consumer, partitions);
        return new Reading(partitions, consumer.endOffsets(partitions, timeout));
    }

    private void seek(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Map<Integer, Long> positions = sink.positions();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        boolean replaced =
                partitions.stream()
                        .anyMatch(partition ->
                                positions.getOrDefault(partition.partition(), 0L)
                                        > ends.getOrDefault(partition, 0L));
        if (replaced) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .log(
                            "The topic ends before what was read of it; reading it from the beginning");
            sink.startOver();
        }
        for (TopicPartition partition : partitions) {
            Long position = replaced ? null : positions.get(partition.partition());
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            boolean _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private static Map<String, Object> consumerConfig(
            Map<String, Object> config, Duration timeout) {
        Map<String, Object> all = new HashMap<>(config);
        int millis = (int) timeout.toMillis();
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        all.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return all;
    }

    /// A topic that is being read: what was there at the start, and what is there now.
    private final class Reading {

        private final List<TopicPartition> partitions;
        private final Map<TopicPartition, Long> target;
        private Map<TopicPartition, Long> ends;
        private long checked = System.nanoTime();
        private boolean caughtUp;

        Reading(List<TopicPartition> partitions, Map<TopicPartition, Long> target) {
            this.partitions = partitions;
            this.target = target;
            this.ends = target;
        }

        void step(KafkaConsumer<String, byte[]> consumer) {
            poll(consumer);
            if (System.nanoTime() - checked > timeout.toNanos()) {
                ends = consumer.endOffsets(partitions, timeout);
                checked = System.nanoTime();
            }
            caughtUp =
                    caughtUp || (missing(consumer, target) == 0 && sink.isWhole(partitions.size()));
            progress.at(missing(consumer, ends), caughtUp);
        }

        private void poll(KafkaConsumer<String, byte[]> consumer) {
            ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
            if (polled.isEmpty()) {
                return;
            }
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
            polled.forEach(records::add);
            Map<Integer, Long> next = new HashMap<>();
            for (TopicPartition partition : polled.partitions()) {
                next.put(partition.partition(), consumer.position(partition, timeout));
            }
            sink.accept(records, next);
        }

        /// Sums what is still missing up to those ends.
        private long missing(
                KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> upTo) {
            long missing = 0;
            for (Map.Entry<TopicPartition, Long> end : upTo.entrySet()) {
                missing += Math.max(0, end.getValue() - consumer.position(end.getKey(), timeout));
            }
            return missing;
        }
    }
}
