package dev.flywheel.ingestion.imports.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.imports.RowTarget;
import dev.flywheel.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicImportIT {

    private final String topic = "own-" + UUID.randomUUID();
    private final String group = "group-" + topic;
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    @Test
    void commitsOffsetsOnlyBehindWhatIsDelivered() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
            send("{\"n\":1}", "{\"n\":2}");
            TopicImport work =
                    new TopicImport(
                            topic,
                            this::consumer,
                            TopicImportIT::rowAsKey,
                            messages -> {
                                if (failures.getAndIncrement() < 2) {
                                    assertThat(committed(admin)).isNegative();
                                    throw new KafkaAwayException("no broker");
                                }
                                messages.forEach(message -> delivered.add(message.key()));
                            },
                            (_, _) -> {},
                            stop);
            Thread thread = Thread.ofPlatform().start(work);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(committed(admin)).isEqualTo(2));
            send("{\"n\":3}");
            await().atMost(Duration.ofSeconds(60)).until(() -> delivered.size() == 3);
            stop.countDown();
            thread.join(Duration.ofSeconds(30));
        }

        assertThat(failures).hasValueGreaterThan(2);
        assertThat(delivered).containsExactly("0-0-1", "0-1-2", "0-2-3");
    }

    private static RowTarget rowAsKey(int partition) {
        return row ->
                new RowTarget.Outcome.Accepted(
                        new Message(
                                "t",
                                partition + "-" + row.number() + "-" + row.text("n"),
                                new byte[0]));
    }

    /// Negative before the first commit.
    private long committed(Admin admin) {
        try {
            OffsetAndMetadata offset =
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(new TopicPartition(topic, 0));
            return offset == null ? -1 : offset.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String... values) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        TestKafka.producing(), new StringSerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topic, value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private Consumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestKafka.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
