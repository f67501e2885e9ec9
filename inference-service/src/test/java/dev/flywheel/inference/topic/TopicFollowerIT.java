package dev.flywheel.inference.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.inference.serving.ServedFixtures;
import dev.flywheel.testsupport.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TopicFollowerIT {

    private static final Map<String, Object> BROKER =
            Map.of("bootstrap.servers", TestKafka.bootstrapServers());
    private static final String TOPIC = "followed";

    @Test
    void triesAgainWhenTheSinkFailsToStartOver() throws Exception {
        fill();
        Sink sink = new Sink();

        try (TopicFollower _ =
                new TopicFollower(
                        BROKER, TOPIC, sink, Duration.ofSeconds(5), ServedFixtures.CLOCK)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(sink.keys).containsExactly("3", "4"));
        }

        assertThat(sink.startsOver).hasValueGreaterThan(1);
    }

    /// Five records, of which the first three are no longer there.
    private static void fill() throws Exception {
        try (Admin admin = Admin.create(BROKER);
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(
                                BROKER, new StringSerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>(TOPIC, String.valueOf(i), new byte[0])).get();
            }
            admin.deleteRecords(
                            Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
    }

    /// Has read one record that is gone, and can't start over the first time.
    private static final class Sink implements TopicSink {

        private final List<String> keys = new CopyOnWriteArrayList<>();
        private final AtomicInteger startsOver = new AtomicInteger();

        @Override
        public Map<Integer, Long> positions() {
            return startsOver.get() < 2 ? Map.of(0, 1L) : Map.of();
        }

        @Override
        public void accept(
                List<ConsumerRecord<String, byte[]>> records, Map<Integer, Long> positions) {
            records.forEach(record -> keys.add(record.key()));
        }

        @Override
        public void startOver() {
            if (startsOver.incrementAndGet() == 1) {
                throw new IllegalStateException("The disk is full");
            }
        }
    }
}
