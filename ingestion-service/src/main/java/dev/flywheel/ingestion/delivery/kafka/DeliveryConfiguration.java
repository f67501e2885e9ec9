package dev.flywheel.ingestion.delivery.kafka;

import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.FlywheelProperties;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.ProducerListener;

/// The topics of this service and the producer that fills them.
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Duration EVENTS_KEPT = Duration.ofDays(7);
    private static final Duration QUARANTINE_KEPT = Duration.ofDays(30);

    /// So long a segment grows before its time to be deleted runs, and so long at most a compacted
    /// topic keeps what was replaced: an erasure counts on both.
    private static final Duration LAGGING = Duration.ofDays(1);

    @Bean
    DefaultKafkaProducerFactoryCustomizer largestMessageCustomizer(IngestionProperties properties) {
        int largest = Math.max(properties.largestMessage(), properties.largestEvent());
        return factory ->
                factory.updateConfigs(Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest));
    }

    @Bean
    KafkaAdmin.NewTopics topics(
            Pipelines pipelines, FlywheelProperties flywheel, IngestionProperties properties) {
        return new KafkaAdmin.NewTopics(
                pipelines.all().stream()
                        .flatMap(pipeline ->
                                topics(pipeline.name(), flywheel.partitions(), properties))
                        .toArray(NewTopic[]::new));
    }

    private static Stream<NewTopic> topics(
            String pipeline, int partitions, IngestionProperties properties) {
        return Stream.of(
                topic(Topics.events(pipeline), partitions)
                        .config(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(EVENTS_KEPT.toMillis()))
                        .config(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(LAGGING.toMillis()))
                        .config(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(properties.largestEvent()))
                        .build(),
                topic(Topics.quarantine(pipeline), partitions)
                        .config(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(QUARANTINE_KEPT.toMillis()))
                        .config(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(LAGGING.toMillis()))
                        .config(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(properties.largestMessage()))
                        .build(),
                topic(Topics.entities(pipeline), partitions)
                        .compact()
                        .config(
                                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                                Long.toString(LAGGING.toMillis()))
                        .build());
    }

    private static TopicBuilder topic(String name, int partitions) {
        // Event times may be years old: retention has to go by arrival.
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(-1)
                .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }

    /// Says nothing: the default one writes a line, with the key, for each message of a batch that
    /// failed, and whoever delivers hears of it anyway.
    @Bean
    ProducerListener<Object, Object> producerListener() {
        return new ProducerListener<>() {};
    }

    @Bean
    TopicDeclaration topicDeclaration(KafkaAdmin admin) {
        return new TopicDeclaration(admin);
    }

    @Bean
    Delivery delivery(KafkaOperations<String, byte[]> kafka, TopicDeclaration declaration) {
        return new KafkaDelivery(kafka, declaration);
    }

    /// Part of readiness: until the topics exist, nothing can be accepted. A later outage of Kafka
    /// leaves this service ready, so that its callers hear 503 with the reason.
    @Bean
    HealthIndicator topicsHealthIndicator(TopicDeclaration declaration) {
        return () ->
                declaration.getAsBoolean()
                        ? Health.up().build()
                        : Health.down()
                                .withDetail("cause", "Kafka has not been reached yet")
                                .build();
    }
}
