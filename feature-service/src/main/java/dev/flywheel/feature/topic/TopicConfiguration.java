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
import org.springframework.kafka.core.KafkaAdmin;

/// Declares the topics, and makes the clients that are not a listener's own.
@Configuration(proxyBeanMethods = false)
class TopicConfiguration {

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
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        // With more, a partition that is still being made may refuse the first batch and take the
        // second, and then refuses the first for as long as it is sent.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REFUSED);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 35_000);
        return new Publisher(
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()));
    }

    private static Stream<NewTopic> topics(Pipeline pipeline, int partitions) {
        String name = pipeline.name();
        return Stream.of(
                TopicShape.kept(Topics.events(name), partitions, TopicShape.EVENTS_KEPT).build(),
                TopicShape.compacted(Topics.entities(name), partitions).build(),
                TopicShape.kept(Topics.quarantine(name), partitions, QUARANTINE_KEPT)
                        .config(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(LARGEST_REFUSED))
                        .build(),
                TopicShape.kept(Topics.features(name), partitions, TopicShape.EVENTS_KEPT).build(),
                TopicShape.kept(Topics.outcomes(name), partitions, TopicShape.EVENTS_KEPT).build());
    }
}
