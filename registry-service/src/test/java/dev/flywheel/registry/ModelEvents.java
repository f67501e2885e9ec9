package dev.flywheel.registry;

import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads `model-events` as inference does, and `model-audit`.
public final class ModelEvents {

    private ModelEvents() {}

    /// Waits for so many records of a model, in the order of the topic.
    public static List<ModelServing> of(String model, int count, String bootstrapServers) {
        return read(Topics.MODEL_EVENTS, ModelServing.class, model, count, bootstrapServers);
    }

    /// Waits for so many records of a model on `model-audit`.
    public static List<ModelAudited> audit(String model, int count, String bootstrapServers) {
        return read(Topics.MODEL_AUDIT, ModelAudited.class, model, count, bootstrapServers);
    }

    private static <T> List<T> read(
            String topic, Class<T> type, String model, int count, String bootstrapServers) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<T> states = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(record -> {
                                    if (record.key().equals(model)) {
                                        states.add(Json.read(record.value(), type));
                                    }
                                });
                        return states.size() >= count;
                    });
            return states;
        }
    }
}
