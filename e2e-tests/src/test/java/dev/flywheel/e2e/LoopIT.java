package dev.flywheel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Topics;
import dev.flywheel.standalone.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
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

    private static List<ShopClick> history;
    private static Installation.Running reproduction;

    @BeforeAll
    static void startWithNothing() throws IOException {
        FLYWHEEL.run(Duration.ofMinutes(1), "reset", "--yes");
        // A start-up cache, as the first build of a user makes it, of the service whose absence in
        // the middle of July would otherwise be long enough to look like drift.
        Installation.Running prepared = FLYWHEEL.start("prepare", "feature");
        history = ShopClick.history(CLICKS);
        assertThat(prepared.exitWithin(Duration.ofMinutes(5))).isZero();
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
        // Takes long and changes nothing that the next two tests look at; the third waits for it.
        reproduction = FLYWHEEL.start("reproduce", PIPELINE, "1", "--json");
    }

    @Test
    @Order(3)
    void everyPreparedRowIsWhatBruteForceSays() {
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
    void onlineStateEqualsTheFold() {
        Rest rest = rest();

        for (int i = 0; i < history.size(); i += history.size() / 25) {
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
        assertThat(reproduction.exitWithin(Duration.ofMinutes(4))).isZero();

        JsonNode told = json(reproduction.lines());
        assertThat(told.path("outcome").asString("")).isEqualTo("ok");
        assertThat(told.path("reproduction").path("verdict").asString("")).isEqualTo("identical");
    }

    @Test
    @Order(6)
    void servesAModelThatWasTrainedElsewhereUntilItIsRolledBack(@TempDir Path directory)
            throws IOException {
        ForeignModel model = ForeignModel.about(history);
        Rest rest = rest();
        int before = predict(rest).body().path("version").asInt();

        int version = imported(model, directory);
        promoteByForce(version);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> predict(rest).body().path("version").asInt() == version);
        JsonNode answer = rest.post(Rest.INFERENCE, "/predict", model.request()).body();

        assertThat(answer.path("recommendation_score").asDouble())
                .isEqualTo(model.score(), within(1e-6));
        PredictionServed logged = logged(answer.path("prediction_id").asString(""));
        assertThat(logged.version()).isEqualTo(version);
        assertThat(logged.candidates().getFirst().features())
                .containsEntry("user_clicks", (double) model.clicks())
                .containsEntry("same_again", 1.0);
        FLYWHEEL.run(Duration.ofMinutes(1), "rollback", PIPELINE, "--reason", "back to our own");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> predict(rest).body().path("version").asInt() == before);
    }

    private static int imported(ForeignModel model, Path directory) throws IOException {
        List<String> printed =
                FLYWHEEL.run(
                        Duration.ofMinutes(1),
                        "import-model",
                        Path.of("../pipelines", PIPELINE + ".yaml").toAbsolutePath().toString(),
                        "--onnx",
                        model.graph(directory).toString(),
                        "--schema",
                        model.schema(directory).toString(),
                        "--json");
        return json(printed).path("version").asInt();
    }

    /// No gate has judged it, and so it takes force and a reason.
    private static void promoteByForce(int version) {
        String number = Integer.toString(version);
        Installation.Running refused = FLYWHEEL.start("promote", PIPELINE, number);
        assertThat(refused.exitWithin(Duration.ofMinutes(1))).isEqualTo(3);
        FLYWHEEL.run(
                Duration.ofMinutes(1),
                "promote",
                PIPELINE,
                number,
                "--force",
                "--reason",
                "the data science team's");
        assertThat(rest().get(Rest.REGISTRY, "/models/" + PIPELINE + "/audit").body().toString())
                .contains("the data science team's");
    }

    private static PredictionServed logged(String predictionId) {
        List<PredictionServed> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> {
                    TopicContent.read(
                            FLYWHEEL,
                            Topics.predictions(PIPELINE),
                            message -> {
                                if (predictionId.equals(
                                        new String(message.key(), StandardCharsets.UTF_8))) {
                                    found.add(Json.read(message.value(), PredictionServed.class));
                                }
                            });
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    /// What a command printed last, as it does with `--json`.
    private static JsonNode json(List<String> printed) {
        return printed.stream()
                .filter(line -> line.startsWith("{"))
                .reduce((_, last) -> last)
                .map(line -> Json.MAPPER.readTree(line.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    @Test
    @Order(7)
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
    @Order(8)
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

    /// Rows of the import by their row in the file. Of an event's rows the last one counts: where
    /// others came late, as they do on a busy machine, those behind them are made again.
    private static Map<Integer, PreparedRow> importedRows() {
        Map<Integer, PreparedRow> rows = new HashMap<>();
        TopicContent.read(
                FLYWHEEL,
                Topics.features(PIPELINE),
                message -> {
                    PreparedRow row = Json.read(message.value(), PreparedRow.class);
                    if (row.eventTime().isBefore(java.time.Instant.parse("2008-07-01T00:00:00Z"))) {
                        rows.put(rowNumber(row), row);
                    }
                });
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
