package dev.flywheel.feature.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.FeatureService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// A shopper is forgotten by the whole service, and does not come back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit calls fill before the tests, and those in their order
class ErasureIT {

    private static final String NAME = "erasure-it";
    private static final String PATH = "/pipelines/" + NAME;
    private static final String SHOPPER = "U3";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<Event> EVENTS = FeatureFixtures.events(1_500, 20, 8, 31);
    private static final List<Event> LEFT =
            EVENTS.stream().filter(event -> !SHOPPER.equals(event.text("user_id"))).toList();
    private static final Instant END = EVENTS.getLast().eventTime();

    @TempDir private static Path directory;
    private static FeatureService service;
    private static JsonNode done;
    private static Map<String, Optional<byte[]>> before;

    @BeforeAll
    static void fill() {
        service = FeatureService.start(NAME, directory);
        FeatureFixtures.items(8).forEach(service::send);
        service.send(shopper());
        EVENTS.forEach(service::send);
        service.flush();
        awaitSettled(EVENTS.size(), clicks(EVENTS));
        await().atMost(LONG).until(() -> get("/online").path("applied").asLong() == EVENTS.size());
        await().atMost(LONG).until(() -> get("/online").path("lag").asLong(-1) == 0);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void tellsWhatItRemoved() {
        String snapshot = snapshot();
        before = latest();
        assertThat(before).containsKey("user:" + SHOPPER);

        String id = erase(SHOPPER).path("id").asString();
        done = awaitDone(id);

        assertThat(done.path("removed").path("events").asLong())
                .isEqualTo(EVENTS.size() - LEFT.size());
        assertThat(done.path("removed").path("entity_versions").asLong()).isEqualTo(1);
        assertThat(done.path("removed").path("online_states").asLong())
                .isEqualTo(before.keySet().stream().filter(ErasureIT::isOfShopper).count())
                .isGreaterThan(5);
        assertThat(done.path("snapshots")).hasSize(1);
        assertThat(done.path("snapshots").get(0).path("id").asString()).isEqualTo(snapshot);
        assertThat(done.path("snapshots").get(0).path("rows").asLong()).isPositive();
        assertThat(done.path("requests").get(0).path("reason").asString()).isEqualTo("asked us");
        assertThat(done.toString()).doesNotContain(SHOPPER);
    }

    @Test
    @Order(2)
    void leavesTheKeyInNoTableAndNoFile() throws Exception {
        JdbcTemplate jdbc = new JdbcTemplate(service.bean(DataSource.class));
        List<String> tables =
                jdbc.query(
                        "select table_name from information_schema.tables where table_schema = 'feature' and table_type = 'BASE TABLE'",
                        (row, _) -> row.getString(1));

        assertThat(tables).contains("event", "event_key", "entity_version", "erasure", "snapshot");
        for (String table : tables) {
            assertThat(
                            jdbc.queryForObject(
                                    "select count(*) from feature.%s t where t::text ~ ?"
                                            .formatted(table),
                                    Long.class,
                                    "\\y" + SHOPPER + "\\y"))
                    .as(table)
                    .isZero();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(get("/archive").path("events").asLong()).isEqualTo(LEFT.size());
    }

    @Test
    @Order(3)
    void publishesTombstonesOfEveryStateAndOfTheEntity() {
        // They are published with the next commit of the states that were found to be gone.
        await().atMost(LONG)
                .untilAsserted(() -> {
                    Map<String, Optional<byte[]>> online = latest();
                    before.keySet()
                            .forEach(key ->
                                    assertThat(online.get(key))
                                            .as(key)
                                            .matches(state -> state.isEmpty() == isOfShopper(key)));
                });
        assertThat(service.latest(Topics.entities(NAME)).get("user:" + SHOPPER)).isEmpty();
        assertThat(
                        features("/features?user=" + SHOPPER + "&item=I1")
                                .path("user_clicks")
                                .asDouble())
                .isZero();
    }

    @Test
    @Order(4)
    void foldsTheRowsOfOthersAnew() {
        awaitSettled(LEFT.size(), clicks(LEFT));
        Map<String, PreparedRow> rows = new HashMap<>();
        service.rows().forEach(row -> rows.put(row.eventId(), row));

        for (Event click : LEFT) {
            if (click.eventType().equals("click")) {
                long earlier =
                        LEFT.stream()
                                .filter(event -> click.place().isAfter(event.place()))
                                .filter(event -> event.eventType().equals("click"))
                                .filter(event ->
                                        Objects.equals(
                                                event.text("item_id"), click.text("item_id")))
                                .count();
                assertThat(
                                Objects.requireNonNull(rows.get(click.eventId()))
                                        .features()
                                        .get("item_clicks"))
                        .as(click.eventId())
                        .isEqualTo((double) earlier);
            }
        }
        assertThat(
                        features("/features?user=" + SHOPPER + "&item=I1&as_of=" + END)
                                .path("user_clicks")
                                .asDouble())
                .isZero();
    }

    @Test
    @Order(5)
    void doesNotLetTheShopperBackIn() {
        service.restart();
        await().atMost(LONG).until(() -> get("/online").path("state").asString().equals("RUNNING"));

        EVENTS.forEach(service::send);
        service.send(shopper());
        service.send(FeatureFixtures.aClick("new", SHOPPER, "I1", END.plusSeconds(60)));
        service.flush();
        awaitArchived();
        await().atMost(LONG).until(() -> get("/online").path("lag").asLong(-1) == 0);

        assertThat(get("/archive").path("events").asLong()).isEqualTo(LEFT.size());
        assertThat(get("/archive").path("entity_versions").asLong()).isEqualTo(16);
        assertThat(latest().entrySet().stream().filter(state -> isOfShopper(state.getKey())))
                .allMatch(state -> state.getValue().isEmpty());
        assertThat(
                        features("/features?user=" + SHOPPER + "&item=I1")
                                .path("user_clicks")
                                .asDouble())
                .isZero();
    }

    @Test
    @Order(6)
    void succeedsForAKeyThatWasNeverSeen() {
        JsonNode erasure = awaitDone(erase("nobody").path("id").asString());

        assertThat(erasure.path("removed").toString())
                .isEqualTo(
                        "{\"events\":0,\"entity_versions\":0,\"snapshots\":0,\"online_states\":0}");
        assertThat(get("/archive").path("rows_prepared").asLong()).isEqualTo(clicks(LEFT));
    }

    @Test
    @Order(7)
    void isTheSameErasureWhenItIsAskedForAgain() {
        JsonNode again = awaitDone(erase(SHOPPER).path("id").asString());

        assertThat(again.path("id")).isEqualTo(done.path("id"));
        assertThat(again.path("removed")).isEqualTo(done.path("removed"));
        assertThat(again.path("requests")).hasSize(2);
        assertThat(get("/erasures").path("erasures")).hasSize(2);
    }

    @Test
    @Order(8)
    void refusesWhatItCannotDo() {
        assertThat(
                        post("{\"entity\": \"usr\", \"key\": \"\", \"reason\": \" \"}")
                                .path("type")
                                .asString())
                .isEqualTo("https://flywheel.dev/problems/erasure-refused");
        assertThat(post("{}").path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactly("entity", "key", "reason");
        assertThat(
                        post("{\"entity\": \"user\", \"key\": \"U7\", \"reason\": \"U7 asked\"}")
                                .path("errors")
                                .get(0)
                                .path("message")
                                .asString())
                .contains("names the key");
        assertThat(post("no json").path("status").asInt()).isEqualTo(400);
        assertThat(
                        call("GET", PATH + "/erasures/00000000-0000-0000-0000-000000000000", "")
                                .path("type")
                                .asString())
                .isEqualTo("https://flywheel.dev/problems/erasure-not-found");
        assertThat(call("GET", PATH + "/erasures/7", "").path("status").asInt()).isEqualTo(400);
        assertThat(call("POST", "/pipelines/nothing/erasures", "{}").path("type").asString())
                .isEqualTo("https://flywheel.dev/problems/pipeline-not-found");
        assertThat(get("/archive").path("events").asLong()).isEqualTo(LEFT.size());
    }

    @Test
    @Order(9)
    void saysWhenTheRegistryCannotBeAskedForModels() {
        String models = PATH + "/erasures/" + done.path("id").asString() + "/models";

        assertThat(call("GET", models, "").path("type").asString())
                .isEqualTo("https://flywheel.dev/problems/registry-unavailable");
    }

    @Test
    @Order(10)
    void asksForAScopeOfItsOwn() {
        JsonNode problem = call("POST", PATH + "/erasures", "{}", Scope.FEATURES_READ);

        assertThat(problem.path("scopes").get(0).asString()).isEqualTo(Scope.ERASURES_WRITE);
    }

    private static EntityVersion shopper() {
        return new EntityVersion(
                "user",
                SHOPPER,
                FeatureFixtures.START.minusSeconds(60),
                Map.of("country", "a country of one"));
    }

    private static boolean isOfShopper(String stateKey) {
        String keys = stateKey.substring(stateKey.indexOf(':') + 1);
        return stateKey.startsWith("user")
                && !stateKey.startsWith("user_last_item")
                && List.of(keys.split("\\|")).getFirst().equals(SHOPPER);
    }

    private static long clicks(List<Event> events) {
        return events.stream().filter(event -> event.eventType().equals("click")).count();
    }

    private static Map<String, Optional<byte[]>> latest() {
        return service.latest(Topics.onlineFeatures(NAME, service.pipeline().featureSet().id()));
    }

    private static JsonNode erase(String key) {
        return post(
                "{\"entity\": \"user\", \"key\": \"%s\", \"reason\": \"asked us\"}".formatted(key));
    }

    private static JsonNode awaitDone(String id) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        await().atMost(LONG)
                .until(() -> {
                    found.set(get("/erasures/" + id));
                    return found.get().path("status").asString().equals("SUCCEEDED");
                });
        return found.get();
    }

    private static String snapshot() {
        JsonNode asked =
                call("POST", PATH + "/snapshots", "{\"lists_at_most\": 20}", Scope.RUNS_WRITE);
        String id = asked.path("id").asString();
        await().atMost(LONG)
                .until(() -> get("/snapshots/" + id).path("status").asString().equals("SUCCEEDED"));
        return id;
    }

    private static void awaitSettled(long events, long rows) {
        await().atMost(LONG)
                .until(() ->
                        get("/archive").path("events").asLong() == events
                                && get("/archive").path("rows_prepared").asLong() == rows);
    }

    /// Waits until all that was sent has been looked at.
    private static void awaitArchived() {
        JdbcTemplate jdbc = new JdbcTemplate(service.bean(DataSource.class));
        for (String topic : List.of(Topics.events(NAME), Topics.entities(NAME))) {
            long sent = service.keys(topic).size();
            await().atMost(LONG)
                    .until(() ->
                            Objects.equals(
                                    jdbc.queryForObject(
                                            "select sum(next_offset)::bigint from feature.archived_offset where topic = ?",
                                            Long.class,
                                            topic),
                                    sent));
        }
    }

    private static JsonNode features(String path) {
        return get(path).path("features");
    }

    private static JsonNode get(String path) {
        return call("GET", PATH + path, "", Scope.FEATURES_READ, Scope.ERASURES_WRITE);
    }

    private static JsonNode post(String body) {
        return call("POST", PATH + "/erasures", body, Scope.ERASURES_WRITE);
    }

    private static JsonNode call(String method, String path, String body) {
        return call(method, path, body, Scope.ERASURES_WRITE);
    }

    private static JsonNode call(String method, String path, String body, String... scopes) {
        return Objects.requireNonNull(
                service.client(scopes)
                        .method(HttpMethod.valueOf(method))
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body)
                        .exchange((_, answer) -> Json.MAPPER.readTree(answer.getBody())));
    }
}
