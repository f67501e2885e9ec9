package dev.flywheel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Topics;
import dev.flywheel.standalone.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// The whole loop, from outside: the demo is the acceptance test, and what it leaves behind is held
/// against an independent reading of the shop's file.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopIT {

    private static final String PIPELINE = "click-recommendation";
    private static final String ARCHIVE = "/pipelines/" + PIPELINE + "/archive";
    private static final Path CLICKS =
            Path.of("../pipelines/data/clothing-shop-clicks/clicks-2008.zip");
    private static final Path HOME = Path.of("target/flywheel").toAbsolutePath();
    private static final int PORT_BASE = Ports.free().base();
    private static final Installation FLYWHEEL = new Installation(HOME, PORT_BASE);

    @BeforeAll
    static void startWithNothing() {
        FLYWHEEL.run(Duration.ofMinutes(1), "reset", "--yes");
        // A start-up cache, as the first build of a user makes it, of the service whose absence in
        // the middle of July would otherwise be long enough to look like drift.
        FLYWHEEL.run(Duration.ofMinutes(5), "prepare", "feature");
    }

    @AfterAll
    static void stopEverything() {
        FLYWHEEL.run(Duration.ofMinutes(1), "down");
    }

    @Test
    @Order(1)
    void demoTurnsTheLoopAlthoughServicesAreKilledInTheMiddle() {
        Installation.Running demo = FLYWHEEL.start("demo", "--exit");
        awaitLine(demo, "July, click by click");
        Rest rest = rest();
        long july = archivedEvents(rest);
        await().atMost(Duration.ofMinutes(3))
                .until(() -> archivedEvents(rest) > july + 700 || !demo.isAlive());

        FLYWHEEL.kill("feature");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> archivedEvents(rest) > 0 || !demo.isAlive());
        FLYWHEEL.kill("inference");

        assertThat(demo.exitWithin(Duration.ofMinutes(12))).isZero();
        assertThat(FLYWHEEL.processes()).isEmpty();
    }

    @Test
    @Order(2)
    void comesBackWithAllThatItHad() {
        FLYWHEEL.run(Duration.ofMinutes(3), "up", "--detach");

        Rest.Answer archive = rest().get(Rest.FEATURE, ARCHIVE);

        assertThat(archive.status()).isEqualTo(200);
        assertThat(archive.body().path("events").asLong())
                .isEqualTo(archive.body().path("rows_prepared").asLong());
    }

    @Test
    @Order(3)
    void everyPreparedRowIsWhatBruteForceSays() throws IOException {
        List<ShopClick> history = ShopClick.history(CLICKS);
        BruteForce bruteForce = new BruteForce(history);

        Map<Integer, PreparedRow> rows = importedRows();

        assertThat(rows).hasSameSizeAs(history);
        for (ShopClick click : history) {
            PreparedRow row = rows.get(click.row());
            assertThat(row.eventTime()).isEqualTo(click.at());
            bruteForce.check(click, row.features());
        }
    }

    @Test
    @Order(4)
    void onlineStateEqualsTheFold() throws IOException {
        Rest rest = rest();
        List<ShopClick> history = ShopClick.history(CLICKS);

        for (int i = 0; i < history.size(); i += history.size() / 50) {
            ShopClick click = history.get(i);
            String path =
                    "/pipelines/%s/features?user=%s&item=%s"
                            .formatted(PIPELINE, click.user(), click.item());
            JsonNode online = rest.get(Rest.FEATURE, path).body();
            // One instant later, so that the fold has seen the latest event too.
            String asOf =
                    java.time.Instant.parse(online.path("as_of").asString(""))
                            .plusMillis(1)
                            .toString();
            JsonNode folded = rest.get(Rest.FEATURE, path + "&as_of=" + asOf).body();

            assertSame(online.path("features"), folded.path("features"));
        }
    }

    @Test
    @Order(5)
    void makesTheFirstVersionAgainBitForBit() {
        List<String> printed =
                FLYWHEEL.run(Duration.ofMinutes(4), "reproduce", PIPELINE, "1", "--json");

        JsonNode reproduction =
                Json.MAPPER.readTree(printed.getLast().getBytes(StandardCharsets.UTF_8));
        assertThat(reproduction.path("outcome").asString("")).isEqualTo("ok");
        assertThat(reproduction.path("reproduction").path("verdict").asString(""))
                .isEqualTo("identical");
    }

    @Test
    @Order(6)
    void answersWhileAllElseIsStopped() {
        Rest rest = rest();
        FLYWHEEL.run(
                Duration.ofMinutes(2),
                "stop",
                "ingestion",
                "feature",
                "training",
                "registry",
                "monitoring",
                "kafka",
                "postgres");

        assertThat(predict(rest).status()).isEqualTo(200);

        FLYWHEEL.run(Duration.ofMinutes(2), "restart", "inference");
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> predict(rest).status() == 200);
    }

    @Test
    @Order(7)
    void leavesNoProcessBehind() {
        FLYWHEEL.run(Duration.ofMinutes(1), "down");

        await().atMost(Duration.ofSeconds(20)).until(() -> FLYWHEEL.processes().isEmpty());
    }

    private static Rest.Answer predict(Rest rest) {
        return rest.post(Rest.INFERENCE, "/predict", Map.of("user_id", "U1", "item_id", "A13"));
    }

    /// 0 while the feature service is away.
    private static long archivedEvents(Rest rest) {
        try {
            Rest.Answer archive = rest.get(Rest.FEATURE, ARCHIVE);
            return archive.status() == 200 ? archive.body().path("events").asLong() : 0;
        } catch (UncheckedIOException _) {
            return 0;
        }
    }

    private static Rest rest() {
        List<String> lines = FLYWHEEL.run(Duration.ofSeconds(30), "token");
        return new Rest(FLYWHEEL, lines.getLast());
    }

    private static void awaitLine(Installation.Running running, String text) {
        await().atMost(Duration.ofMinutes(10))
                .until(() -> running.printed(text) || !running.isAlive());
        assertThat(running.printed(text)).as("printed '%s'", text).isTrue();
    }

    /// Rows of the import by their row in the file; a repeat must say the same.
    private static Map<Integer, PreparedRow> importedRows() {
        Map<Integer, PreparedRow> rows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", "127.0.0.1:" + FLYWHEEL.port(6)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.features(PIPELINE)).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var message : consumer.poll(Duration.ofSeconds(1))) {
                    PreparedRow row = Json.read(message.value(), PreparedRow.class);
                    if (row.eventTime().isBefore(java.time.Instant.parse("2008-07-01T00:00:00Z"))) {
                        PreparedRow earlier = rows.put(rowNumber(row), row);
                        assertThat(earlier == null || earlier.equals(row)).isTrue();
                    }
                }
            }
        }
        return rows;
    }

    /// An imported event's id ends with its row in the file.
    private static int rowNumber(PreparedRow row) {
        return Integer.parseInt(row.eventId().substring(row.eventId().lastIndexOf('-') + 1));
    }

    /// Numbers up to what a fading count loses in a millisecond.
    private static void assertSame(JsonNode online, JsonNode folded) {
        assertThat(online.propertyNames()).isEqualTo(folded.propertyNames());
        online.properties()
                .forEach(feature -> {
                    JsonNode expected = folded.path(feature.getKey());
                    if (feature.getValue().isNumber()) {
                        double number = expected.asDouble();
                        assertThat(feature.getValue().asDouble())
                                .as(feature.getKey())
                                .isCloseTo(number, within(1e-7 * Math.max(1, Math.abs(number))));
                    } else {
                        assertThat(feature.getValue()).as(feature.getKey()).isEqualTo(expected);
                    }
                });
    }
}
