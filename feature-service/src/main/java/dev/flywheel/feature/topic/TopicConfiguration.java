package dev.flywheel.feature.topic;

import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.FlywheelProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/// Declares the topics, and makes the clients that are not a listener's own.
@Configuration(proxyBeanMethods = false)
class TopicConfiguration {

    private static final Duration EVENTS_KEPT = Duration.ofDays(7);
    private static final Duration QUARANTINE_KEPT = Duration.ofDays(30);
    private static final int LARGEST_REFUSED = 16 << 20;

    @Bean
    KafkaAdmin.NewTopics pipelineTopicDeclarations(
            Pipelines pipelines, FlywheelProperties properties) {
        return new KafkaAdmin.NewTopics(
                pipelines.all().stream()
                        .flatMap(pipeline -> topics(pipeline, properties.partitions()))
                        .toArray(NewTopic[]::new));
    }

    @Bean
    PipelineTopics pipelineTopics(KafkaAdmin admin) {
        // Declaring waits for Kafka in a thread of its own; the context must not.
        admin.setAutoCreate(false);
        return new PipelineTopics(admin);
    }

    @Bean
    Admin kafkaAdminClient(KafkaAdmin admin) {
        return Admin.create(admin.getConfigurationProperties());
    }

    @Bean
    TopicIds topicIds(Admin admin) {
        return new TopicIds(admin);
    }

    @Bean
    Publisher publisher(KafkaProperties properties) {
        Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REFUSED);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 35_000);
        return new Publisher(
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()));
    }

    private static Stream<NewTopic> topics(Pipeline pipeline, int partitions) {
        String name = pipeline.name();
        return Stream.of(
                kept(Topics.events(name), partitions, EVENTS_KEPT).build(),
                topic(Topics.entities(name), partitions).compact().build(),
                kept(Topics.quarantine(name), partitions, QUARANTINE_KEPT)
                        .config(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(LARGEST_REFUSED))
                        .build(),
                kept(Topics.features(name), partitions, EVENTS_KEPT).build(),
                kept(Topics.outcomes(name), partitions, EVENTS_KEPT).build(),
                topic(Topics.onlineFeatures(name, pipeline.featureSet().id()), partitions)
                        .compact()
                        .build());
    }

    private static TopicBuilder kept(String name, int partitions, Duration time) {
        return topic(name, partitions)
                .config(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
    }

    private static TopicBuilder topic(String name, int partitions) {
        // Event times may be years old: retention has to go by arrival.
        return TopicBuilder.name(name)
                .partitions(partitions)
                .replicas(-1)
                .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
}
