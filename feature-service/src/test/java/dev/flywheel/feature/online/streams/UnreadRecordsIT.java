package dev.flywheel.feature.online.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.feature.online.streams.UnreadRecords.Range;
import dev.flywheel.testsupport.TestKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadRecordsIT {

    private final String topic = "unread-records-it-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final UnreadRecords unread =
            new UnreadRecords(() ->
                    new KafkaConsumer<>(
                            Map.of(
                                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    TestKafka.bootstrapServers(),
                                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                    "read_committed"),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer()));
    private final Producer<byte[], byte[]> one = producer();
    private final Producer<byte[], byte[]> two = producer();

    @BeforeEach
    void create() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    /// As two instances leave it whose transactions overlap: two records, then two markers.
    @Test
    void doesNotCountMarkers() {
        one.beginTransaction();
        two.beginTransaction();
        send(one, 1);
        send(two, 1);
        one.commitTransaction();
        two.commitTransaction();

        assertThat(count(2, 4)).isZero();
        assertThat(count(1, 4)).isEqualTo(1);
        assertThat(count(0, 4)).isEqualTo(2);
        assertThat(count(0, 1)).isEqualTo(1);
        assertThat(count(4, 4)).isZero();
    }

    @Test
    void doesNotCountWhatWasRolledBack() {
        one.beginTransaction();
        send(one, 50);
        one.abortTransaction();

        assertThat(count(0, 51)).isZero();
    }

    @Test
    void countsManyByTheirOffsets() {
        one.beginTransaction();
        send(one, 500);
        one.commitTransaction();

        assertThat(count(0, 501)).isEqualTo(501);
    }

    private long count(long from, long to) {
        return unread.count(Map.of(partition, new Range(from, to)));
    }

    private void send(Producer<byte[], byte[]> producer, int records) {
        for (int i = 0; i < records; i++) {
            var _ = producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {1}));
        }
        producer.flush();
    }

    private static Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(TestKafka.producing());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, UUID.randomUUID().toString());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
