package dev.flywheel.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.fold.Fold;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The loop through the whole service: what is sent to Kafka comes out as rows, online state and
/// answers, each once, over 4 partitions, shuffled and sent twice, with a restart in the middle.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FeatureServiceIT {

    private static final String NAME = "feature-service-it";
    private static final int USERS = 90;
    private static final int ITEMS = 12;
    private static final List<Event> EVENTS = FeatureFixtures.events(6_000, USERS, ITEMS, 7);
    private static final Instant END = EVENTS.getLast().eventTime();
    private static final long CLICKS =
            EVENTS.stream().filter(event -> event.eventType().equals("click")).count();

    @TempDir private static Path directory;
    private static FeatureService service;

    @BeforeAll
    static void start() {
        service = FeatureService.start(NAME, directory);
        FeatureFixtures.items(ITEMS).forEach(service::send);
        users().forEach(service::send);
        service.flush();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> archive().path("entity_versions").asLong() == 2 * ITEMS + USERS);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> online().path("state").asString().equals("RUNNING"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void archivesEachEventOnceThroughShufflingDuplicatesAndARestart() {
        List<Event> arriving = new ArrayList<>(EVENTS);
        arriving.addAll(EVENTS.subList(1_000, 2_000));
        Collections.shuffle(arriving, new Random(3));

        arriving.subList(0, 3_000).forEach(service::send);
        service.flush();
        service.restart();
        arriving.subList(3_000, arriving.size()).forEach(service::send);
        service.send(Topics.events(NAME), "x", "{\"event_id\":\"broken\"".getBytes(UTF_8));
        service.flush();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> archive().path("events").asLong() >= EVENTS.size());
        assertThat(archive().path("events").asLong()).isEqualTo(EVENTS.size());
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !service.records(Topics.quarantine(NAME), Quarantined.class).isEmpty());
        assertThat(service.records(Topics.quarantine(NAME), Quarantined.class))
                .extracting(Quarantined::content)
                .containsOnly("{\"event_id\":\"broken\"");
    }

    @Test
    @Order(2)
    void preparesARowForEachClickAsOfItsPlace() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> archive().path("rows_prepared").asLong() >= CLICKS);
        assertThat(archive().path("watermark").asString()).isEqualTo(END.toString());

        Map<String, PreparedRow> rows =
                service.rows().stream()
                        .collect(
                                Collectors.toMap(
                                        PreparedRow::eventId, Function.identity(), (a, _) -> a));

        assertThat(rows).hasSize((int) CLICKS);
        assertThat(rows.values())
                .allSatisfy(row -> {
                    assertThat(row.keys()).containsOnlyKeys("user_id", "item_id");
                    assertThat(row.label()).isEqualTo(1.0);
                    assertThat(row.pipelineHash()).isEqualTo(service.pipeline().hash());
                });
    }

    @Test
    @Order(3)
    void onlineStateEqualsTheFoldAfterEverything() {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        online().path("applied").asLong() == EVENTS.size()
                                && online().path("lag").asLong(-1) == 0);
        Fold fold = fold();

        for (int user = 0; user < USERS; user += 3) {
            for (int item = 0; item < ITEMS; item += 2) {
                Map<String, Object> expected =
                        fold.vector(Map.of("user", "U" + user, "item", "I" + item), Map.of(), END)
                                .asMap();
                JsonNode actual =
                        get("/pipelines/" + NAME + "/features?user=U" + user + "&item=I" + item)
                                .path("features");
                expected.forEach((name, value) -> {
                    if (value instanceof Double number) {
                        assertThat(actual.path(name).asDouble())
                                .as(name)
                                .isCloseTo(number, within(Math.abs(number) * 1e-9));
                    } else {
                        assertThat(actual.path(name).asString()).as(name).isEqualTo(value);
                    }
                });
            }
        }
    }

    @Test
    @Order(4)
    void answersAsOfAnInstant() {
        Event event = EVENTS.get(3_000);

        JsonNode answer =
                get(
                        "/pipelines/%s/features?user=%s&item=%s&as_of=%s"
                                .formatted(
                                        NAME,
                                        event.text("user_id"),
                                        event.text("item_id"),
                                        event.eventTime()));

        long before =
                EVENTS.stream()
                        .filter(earlier -> earlier.eventTime().isBefore(event.eventTime()))
                        .filter(earlier -> earlier.eventType().equals("click"))
                        .filter(earlier ->
                                Objects.equals(event.text("user_id"), earlier.text("user_id")))
                        .count();
        assertThat(answer.path("source").asString()).isEqualTo("archive");
        assertThat(answer.path("features").path("user_clicks").asLong()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void tellsTheOutcomeOfAPrediction() {
        Event click = FeatureFixtures.aClick("answered", "U1", "I1", END.plusSeconds(60));
        service.send(
                new Event(
                        click.eventId(),
                        click.eventType(),
                        click.eventTime(),
                        "prediction-1",
                        click.values()));
        service.flush();

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !service.records(Topics.outcomes(NAME), OutcomeObserved.class).isEmpty());

        assertThat(service.records(Topics.outcomes(NAME), OutcomeObserved.class))
                .first()
                .satisfies(outcome -> {
                    assertThat(outcome.predictionId()).isEqualTo("prediction-1");
                    assertThat(outcome.keys()).isEqualTo(Map.of("user_id", "U1", "item_id", "I1"));
                    assertThat(outcome.label()).isEqualTo(1);
                    assertThat(outcome.happenedAt()).isEqualTo(END.plusSeconds(60));
                    assertThat(outcome.eventId()).isEqualTo("answered");
                });
    }

    @Test
    @Order(6)
    void countsAndPreparesALateEvent() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> archive().path("rows_prepared").asLong() >= CLICKS + 1);
        long late = archive().path("late_events").asLong();

        service.send(
                FeatureFixtures.aClick("late", "U1", "I1", FeatureFixtures.START.plusSeconds(90)));
        service.flush();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> archive().path("late_events").asLong() == late + 1);
        PreparedRow row =
                service.rows().stream()
                        .filter(found -> found.eventId().equals("late"))
                        .findFirst()
                        .orElseThrow();
        long before =
                EVENTS.stream()
                        .filter(event ->
                                event.place()
                                                .compareTo(
                                                        FeatureFixtures.aClick(
                                                                        "late",
                                                                        "U1",
                                                                        "I1",
                                                                        row.eventTime())
                                                                .place())
                                        < 0)
                        .filter(event -> event.eventType().equals("click"))
                        .filter(event -> "U1".equals(event.text("user_id")))
                        .count();
        assertThat(row.features().get("user_clicks"))
                .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                .isEqualTo((double) before);
    }

    private static Fold fold() {
        List<EntityVersion> versions = new ArrayList<>(FeatureFixtures.items(ITEMS));
        versions.addAll(users());
        return FeatureFixtures.fold(service.pipeline().featureSet(), EVENTS, versions);
    }

    private static List<EntityVersion> users() {
        List<EntityVersion> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            users.add(
                    new EntityVersion(
                            "user",
                            "U" + user,
                            FeatureFixtures.START.minusSeconds(60),
                            Map.of("country", "C" + user % 3)));
        }
        return users;
    }

    private static JsonNode archive() {
        return get("/pipelines/" + NAME + "/archive");
    }

    private static JsonNode online() {
        return get("/pipelines/" + NAME + "/online");
    }

    private static JsonNode get(String path) {
        return Objects.requireNonNull(
                service.client(Scope.FEATURES_READ)
                        .get()
                        .uri(path)
                        .retrieve()
                        .body(JsonNode.class));
    }
}
