package dev.flywheel.feature.archive.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.feature.topic.TopicIds;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.testsupport.TestKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// Archiving through everything that goes wrong: connections that die between the copy and the
/// commit, consumers that come and go, and events that are delivered twice.
class ArchiveIT {

    private static final String NAME = "archive-it";
    private static final Map<String, Object> KAFKA =
            Map.of("bootstrap.servers", TestKafka.bootstrapServers());

    private final Pipeline pipeline = FeatureFixtures.aPipeline(NAME);
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final Archive archive = new Archive(fixtures.database());
    private final Admin admin = Admin.create(KAFKA);
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                    TestKafka.producing(), new StringSerializer(), new ByteArraySerializer());
    private final List<ArchiveListener> listeners = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void createTopics() throws Exception {
        admin.createTopics(
                        Stream.of(
                                        Topics.events(NAME),
                                        Topics.entities(NAME),
                                        Topics.quarantine(NAME),
                                        Topics.outcomes(NAME))
                                .map(topic -> new NewTopic(topic, 4, (short) 1))
                                .toList())
                .all()
                .get();
    }

    @AfterEach
    void stop() throws InterruptedException {
        listeners.forEach(ArchiveListener::stop);
        for (Thread thread : threads) {
            thread.join();
        }
        producer.close();
        admin.close();
    }

    @Test
    void archivesEachEventOnceWhateverDies() throws Exception {
        List<Event> events = FeatureFixtures.events(20_000, 300, 20, 41);
        List<Event> arriving = new ArrayList<>(events);
        arriving.addAll(events.subList(5_000, 10_000));
        Collections.shuffle(arriving, new Random(6));
        JdbcTemplate superior = new JdbcTemplate(fixtures.database());

        start("one");
        for (int i = 0; i < arriving.size(); i += 1_000) {
            for (Event event : arriving.subList(i, i + 1_000)) {
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.events(NAME),
                                        event.text("user_id"),
                                        Json.bytes(event)));
            }
            producer.flush();
            // Whoever is in a transaction now dies in it: before, in or after the copy.
            superior.queryForList(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database()"
                            + " and backend_type = 'client backend' and pid <> pg_backend_pid()");
            if (i == 8_000) {
                start("two");
            }
            if (i == 16_000) {
                listeners.getFirst().stop();
            }
        }
        var _ = producer.send(new ProducerRecord<>(Topics.events(NAME), "x", "[]".getBytes(UTF_8)));
        producer.flush();

        await().atMost(Duration.ofSeconds(90))
                .until(() -> archive.head(NAME).events() >= events.size());
        assertThat(archive.head(NAME).events()).isEqualTo(events.size());
        assertThat(superior.queryForObject("select count(*) from event", Long.class))
                .isEqualTo(events.size());
        assertThat(superior.queryForObject("select count(*) from event_key", Long.class))
                .isEqualTo(events.size());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(
                                        superior.queryForObject(
                                                "select sum(next_offset) from archived_offset",
                                                Long.class))
                                .isEqualTo(arriving.size() + 1L));
    }

    private void start(String instance) {
        ArchiveWriter writer =
                new ArchiveWriter(
                        pipeline,
                        new ArchiveSink(fixtures.database(), fixtures.clock()),
                        new TopicIds(admin),
                        new Publisher(producer),
                        fixtures.clock(),
                        new SimpleMeterRegistry());
        ArchiveListener listener =
                new ArchiveListener(
                        NAME,
                        new ArrivalReader(pipeline, fixtures.clock()),
                        writer,
                        () ->
                                new KafkaConsumer<>(
                                        Map.of(
                                                "bootstrap.servers",
                                                TestKafka.bootstrapServers(),
                                                ConsumerConfig.GROUP_ID_CONFIG,
                                                NAME,
                                                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                                                instance,
                                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                                false,
                                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                                "earliest",
                                                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                                                6_000,
                                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                                2_000),
                                        new ByteArrayDeserializer(),
                                        new ByteArrayDeserializer()));
        listeners.add(listener);
        threads.add(Thread.ofPlatform().start(listener));
    }
}
