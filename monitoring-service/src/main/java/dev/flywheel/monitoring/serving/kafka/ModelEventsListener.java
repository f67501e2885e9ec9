package dev.flywheel.monitoring.serving.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.monitoring.serving.ServedModels;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Takes every serving state. The topic is compacted and small, so each start reads it from the
/// beginning and needs no committed offset.
@Component
class ModelEventsListener implements ConsumerSeekAware {

    private static final Logger LOG = LoggerFactory.getLogger(ModelEventsListener.class);

    private final ServedModels models;

    ModelEventsListener(ServedModels models) {
        this.models = models;
    }

    @Override
    public void onPartitionsAssigned(
            Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
        callback.seekToBeginning(assignments.keySet());
    }

    @KafkaListener(topics = Topics.MODEL_EVENTS, groupId = "monitoring")
    void on(ConsumerRecord<String, byte[]> event) {
        byte[] body = event.value();
        if (body == null) {
            return;
        }
        try {
            models.apply(Json.read(body, ModelServing.class));
        } catch (JacksonException e) {
            LOG.warn(
                    "A record of model-events can't be read partition={} offset={} cause={}",
                    event.partition(),
                    event.offset(),
                    e.getMessage());
        }
    }
}
