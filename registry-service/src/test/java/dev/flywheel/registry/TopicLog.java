package dev.flywheel.registry;

import dev.flywheel.contracts.Json;
import dev.flywheel.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads what a topic of the registry has up to now.
final class TopicLog {

    private TopicLog() {}

    /// A model's records, in the order of the topic.
    static <T> List<T> of(String topic, String model, Class<T> type) {
        Map<String, Object> config = Map.of("bootstrap.servers", TestKafka.bootstrapServers());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<T> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> {
                            if (record.key().equals(model)) {
                                records.add(Json.read(record.value(), type));
                            }
                        });
            }
            return records;
        }
    }
}
