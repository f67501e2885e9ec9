package dev.flywheel.inference;

import static org.awaitility.Awaitility.await;

import dev.flywheel.testsupport.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Topics and records on the tests' broker.
final class KafkaFixtures {

    private static final Map<String, Object> BROKER =
            Map.of("bootstrap.servers", TestKafka.bootstrapServers());

    private KafkaFixtures() {}

    static void create(String topic, int partitions) {
        try (Admin admin = Admin.create(BROKER)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void send(String topic, Map<String, byte[]> values) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        TestKafka.producing(), new StringSerializer(), new ByteArraySerializer())) {
            values.forEach((key, value) -> {
                Future<?> _ = producer.send(new ProducerRecord<>(topic, key, value));
            });
        }
    }

    static void sendTo(String topic, int partition, String key, byte[] value) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        TestKafka.producing(), new StringSerializer(), new ByteArraySerializer())) {
            Future<?> _ = producer.send(new ProducerRecord<>(topic, partition, key, value));
        }
    }

    /// The record of that key, once it is there.
    static byte[] awaitRecord(String topic, String key) {
        Map<String, byte[]> seen = new HashMap<>();
        Map<String, Object> config = new HashMap<>(BROKER);
        config.put("metadata.max.age.ms", 500);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            await().until(() -> {
                assign(consumer, topic);
                if (consumer.assignment().isEmpty()) {
                    return false;
                }
                consumer.poll(Duration.ofMillis(100)).forEach(r -> seen.put(r.key(), r.value()));
                return seen.containsKey(key);
            });
        }
        return Objects.requireNonNull(seen.get(key));
    }

    /// A topic that was just made may not have all its partitions yet.
    private static void assign(KafkaConsumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = partitions(consumer, topic);
        if (partitions.size() != consumer.assignment().size()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<String, byte[]> consumer, String topic) {
        @Nullable List<PartitionInfo> infos = consumer.partitionsFor(topic);
        return infos == null
                ? List.of()
                : infos.stream().map(i -> new TopicPartition(topic, i.partition())).toList();
    }
}
