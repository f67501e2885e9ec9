package dev.flywheel.registry.outbox.kafka;

import dev.flywheel.contracts.Topics;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// The topics that the outbox writes to, declared as soon as Kafka answers: the compacted one of
/// the models' serving state, and the audit's and the reproductions', of which nothing is ever
/// thrown away.
@Component
class RegistryTopics {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryTopics.class);
    private static final NewTopic[] TOPICS = {
        TopicBuilder.name(Topics.MODEL_EVENTS).partitions(1).replicas(-1).compact().build(),
        TopicBuilder.name(Topics.MODEL_AUDIT)
                .partitions(1)
                .replicas(-1)
                .config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
                .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                .build(),
        TopicBuilder.name(Topics.REPRODUCTION_REQUESTS)
                .partitions(1)
                .replicas(-1)
                .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                .build()
    };

    private final KafkaAdmin admin;
    private boolean declared;

    RegistryTopics(KafkaAdmin admin) {
        this.admin = admin;
    }

    /// Declares the topics if they aren't yet; false while Kafka is away.
    boolean areDeclared() {
        if (!declared) {
            try {
                admin.createOrModifyTopics(TOPICS);
                declared = true;
            } catch (KafkaException e) {
                LOG.warn("Kafka is away; the outbox waits: {}", e.toString());
            }
        }
        return declared;
    }
}
