package dev.flywheel.registry.outbox.kafka;

import dev.flywheel.contracts.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// The compacted topic of the models' serving state, declared as soon as Kafka answers.
@Component
class ModelEventsTopic {

    private static final Logger LOG = LoggerFactory.getLogger(ModelEventsTopic.class);
    private static final NewTopic TOPIC =
            TopicBuilder.name(Topics.MODEL_EVENTS).partitions(1).replicas(-1).compact().build();

    private final KafkaAdmin admin;
    private boolean declared;

    ModelEventsTopic(KafkaAdmin admin) {
        this.admin = admin;
    }

    /// Declares the topic if it isn't yet; false while Kafka is away.
    boolean isDeclared() {
        if (!declared) {
            try {
                admin.createOrModifyTopics(TOPIC);
                declared = true;
            } catch (KafkaException e) {
                LOG.warn("Kafka is away; {} waits: {}", Topics.MODEL_EVENTS, e.toString());
            }
        }
        return declared;
    }
}
