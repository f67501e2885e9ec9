package dev.flywheel.feature.online.streams;

import dev.flywheel.feature.FeatureProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The settings of the Kafka Streams application of one pipeline's feature set.
final class OnlineSettings {

    private static final int DEAD_AFTER_MS = 10_000;
    private static final int LINGER_MS = 100;
    private static final Duration CHANGELOG_LAG = Duration.ofDays(1);

    private OnlineSettings() {}

    static Map<String, Object> of(
            String application,
            Map<String, Object> connection,
            Path stateDir,
            FeatureProperties properties) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toAbsolutePath().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                properties.online().commitInterval().toMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, properties.online().threads());
        settings.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                properties.online().cache().toBytes());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        // States do not depend on the order of arrival, so no record has to wait until those of
        // other partitions are there.
        settings.put(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // What a state was before its key was erased leaves the changelogs within a day.
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                Long.toString(CHANGELOG_LAG.toMillis()));
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                properties.instance());
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                DEAD_AFTER_MS);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                DEAD_AFTER_MS);
        // With more, a batch overtakes the one that opens its partition's transaction: it is
        // refused and sent again, each time with an error in the broker's log.
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION),
                1);
        // A commit sends what lingers, and nobody reads anything before it: waiting costs no time,
        // and spares the broker most of the requests.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 131_072);
        return settings;
    }
}
