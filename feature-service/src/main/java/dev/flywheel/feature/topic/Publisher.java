package dev.flywheel.feature.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// Publishes and waits until Kafka has it.
public final class Publisher implements AutoCloseable {

    private final Producer<String, byte[]> producer;

    public Publisher(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /// Publishes all values, in order.
    ///
    /// @param bytes null for a tombstone
    /// @throws KafkaException if Kafka did not take them all; some may be there then
    public <T> void publish(
            String topic,
            List<T> values,
            Function<T, String> key,
            Function<T, byte @Nullable []> bytes) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(values.size());
        for (T value : values) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(topic, key.apply(value), bytes.apply(value))));
        }
        sent.forEach(Publisher::await);
    }

    /// Publishes one record to each of these partitions, in no order.
    ///
    /// @param value null to delete what the key had
    /// @throws KafkaException if Kafka did not take them all; some may be there then
    public void publishToEach(
            Collection<TopicPartition> partitions, String key, byte @Nullable [] value) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    partition.topic(), partition.partition(), key, value)));
        }
        sent.forEach(Publisher::await);
    }

    @Override
    public void close() {
        producer.close();
    }

    private static void await(Future<RecordMetadata> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not take a record", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
