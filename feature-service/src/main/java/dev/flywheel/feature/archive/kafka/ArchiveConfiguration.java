package dev.flywheel.feature.archive.kafka;

import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.topic.PipelineTopics;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.topic.TopicIds;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the archive's listeners.
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {

    private final KafkaProperties kafka;
    private final FeatureProperties properties;

    ArchiveConfiguration(KafkaProperties kafka, FeatureProperties properties) {
        this.kafka = kafka;
        this.properties = properties;
    }

    @Bean
    ArchiveSink archiveSink(DataSource database, Clock clock) {
        return new ArchiveSink(database, clock);
    }

    @Bean
    ArchiveListeners archiveListeners(
            Pipelines pipelines,
            PipelineTopics topics,
            ArchiveSink sink,
            TopicIds topicIds,
            Publisher publisher,
            Clock clock,
            MeterRegistry meters) {
        return new ArchiveListeners(
                pipelines.all().stream()
                        .map(pipeline ->
                                new ArchiveListener(
                                        pipeline.name(),
                                        new ArrivalReader(pipeline, clock),
                                        new ArchiveWriter(
                                                pipeline, sink, topicIds, publisher, clock, meters),
                                        () -> consumer(pipeline)))
                        .toList(),
                topics);
    }

    private Consumer<byte[], byte[]> consumer(Pipeline pipeline) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "flywheel-archive-" + pipeline.name());
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, properties.instance());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.archive().batch());
        // A batch costs a transaction, so few records wait a little for more.
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 << 10);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        // A topic may be made after this consumer asked for it.
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
