package dev.flywheel.ingestion.quarantine.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Quarantined.Reason;
import dev.flywheel.testsupport.TestKafka;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailReadingIT {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final String topic = "tail-" + UUID.randomUUID();
    private final List<TopicPartition> partitions =
            List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));

    @BeforeEach
    void createsTheTopic() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void readsTheNewestOfAllPartitions() {
        write(0, 100, 10);

        assertThat(ids(Long.MAX_VALUE, 7)).containsExactlyElementsOf(down(99, 7));
        assertThat(ids(Long.MAX_VALUE, 1_000)).containsExactlyElementsOf(down(99, 100));
    }

    @Test
    void leavesOlderOnesOutWhenTheBudgetIsUsedUp() {
        write(0, 40, 100_000);

        List<String> ids = ids(1_000_000, 1_000);

        assertThat(ids).hasSizeBetween(4, 10).containsExactlyElementsOf(down(39, ids.size()));
    }

    /// What is small at the end says nothing of what lies before.
    @Test
    void readsNoLargeSpanBecauseTheNewestAreSmall() {
        write(0, 40, 500_000);
        write(40, 20, 10);

        List<String> ids = ids(1_000_000, 1_000);

        assertThat(ids).hasSizeBetween(10, 26).containsExactlyElementsOf(down(59, ids.size()));
    }

    @Test
    void showsOnlyTheBeginningOfWhatIsLong() {
        write(0, 2, 10_000);

        assertThat(latest(Long.MAX_VALUE, 2))
                .allSatisfy(each -> {
                    assertThat(each.content()).hasSize(4_000);
                    assertThat(each.reasons()).hasSize(2);
                });
    }

    private List<String> ids(long budget, int limit) {
        return latest(budget, limit).stream().map(Quarantined::eventId).toList();
    }

    private static List<String> down(int from, int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(from - i)).toList();
    }

    private List<Quarantined> latest(long budget, int limit) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                TestKafka.bootstrapServers(),
                                "enable.auto.commit",
                                "false",
                                "max.poll.records",
                                "1"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            return new TailReading(consumer, budget).latest(partitions, limit);
        }
    }

    /// In turn to both partitions, a second apart.
    private void write(int first, int count, int length) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        TestKafka.producing(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = first; i < first + count; i++) {
                Quarantined refused =
                        new Quarantined(
                                String.valueOf(i),
                                "x".repeat(length),
                                "text",
                                List.of(new Reason(null, "because")),
                                "test",
                                START.plusSeconds(i));
                producer.send(
                        new ProducerRecord<>(topic, i % 2, refused.eventId(), Json.bytes(refused)));
            }
        }
    }
}
