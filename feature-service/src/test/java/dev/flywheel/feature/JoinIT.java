package dev.flywheel.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.pipeline.fold.Fold;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Reports that only name a payment count for its card and shop, in rows, online and as of an
/// instant, though they arrive shuffled, some twice, over 4 partitions and a restart.
class JoinIT {

    private static final String NAME = "join-it";
    private static final int CARDS = 30;
    private static final int SHOPS = 5;
    private static final List<Event> EVENTS = JoinedFixtures.events(2_000, CARDS, SHOPS, 7);
    private static final Instant END = EVENTS.getLast().eventTime();

    @TempDir private static Path directory;
    private static FeatureService service;

    @BeforeAll
    static void feed() {
        service = FeatureService.start(JoinedFixtures.aPipeline(NAME), directory);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> online().path("state").asString().equals("RUNNING"));
        List<Event> arriving = new ArrayList<>(EVENTS);
        arriving.addAll(EVENTS.subList(500, 1_000));
        Collections.shuffle(arriving, new Random(3));
        arriving.subList(0, 1_500).forEach(JoinIT::send);
        service.flush();
        await().atMost(Duration.ofSeconds(60)).until(() -> online().path("applied").asLong() > 500);
        service.restart();
        arriving.subList(1_500, arriving.size()).forEach(JoinIT::send);
        service.flush();
        await().atMost(Duration.ofSeconds(120))
                .until(() ->
                        online().path("applied").asLong() == EVENTS.size()
                                && online().path("lag").asLong(-1) == 0
                                && archive().path("events").asLong() == EVENTS.size());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void countsOnlineForTheEntitiesOfTheTarget() {
        Fold fold = fold();

        for (int card = 0; card < CARDS; card++) {
            for (int shop = 0; shop < SHOPS; shop++) {
                JsonNode actual = get("features?card=C%d&shop=S%d".formatted(card, shop));
                assertSame(actual, fold, card, shop, END);
            }
        }
    }

    @Test
    void answersAsOfAnInstant() {
        Event middle = EVENTS.get(EVENTS.size() / 2);
        Instant instant = middle.eventTime();
        Fold fold = new Fold(service.pipeline().featureSet());
        EVENTS.stream().filter(event -> event.eventTime().isBefore(instant)).forEach(fold::apply);

        JsonNode actual = get("features?card=C3&shop=S2&as_of=" + instant);

        assertThat(actual.path("source").asString()).isEqualTo("archive");
        assertSame(actual, fold, 3, 2, instant);
    }

    @Test
    void preparesRowsThatKnowTheReportsBeforeThem() {
        Map<String, Map<String, Object>> expected = new HashMap<>();
        Fold fold = new Fold(service.pipeline().featureSet());
        for (Event event : EVENTS) {
            if (event.eventType().equals("payment")) {
                expected.put(event.eventId(), fold.vector(event).asMap());
            }
            fold.apply(event);
        }
        long certain =
                EVENTS.stream()
                        .filter(event -> event.eventType().equals("payment"))
                        .filter(event -> event.eventTime().plus(Duration.ofDays(3)).isBefore(END))
                        .count();

        // Rows are made again for what arrived late; the last of each is the one that counts.
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> {
                    Map<String, PreparedRow> rows = new HashMap<>();
                    service.rows().forEach(row -> rows.put(row.eventId(), row));
                    assertThat(rows).hasSize((int) certain);
                    rows.forEach((id, row) ->
                            assertThat(row.features()).as(id).isEqualTo(expected.get(id)));
                    assertThat(rows.values()).anyMatch(row -> Objects.equals(row.label(), 1.0));
                });
    }

    private static void assertSame(
            JsonNode answer, Fold fold, int card, int shop, Instant instant) {
        fold.vector(Map.of("card", "C" + card, "shop", "S" + shop), Map.of(), instant)
                .asMap()
                .forEach((name, value) -> {
                    JsonNode actual = answer.path("features").path(name);
                    if (value instanceof Double) {
                        assertThat(value)
                                .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                                .as(name)
                                .isCloseTo(actual.asDouble(), within(1e-9));
                    } else {
                        assertThat(actual.asString()).as(name).isEqualTo(value);
                    }
                });
    }

    private static Fold fold() {
        Fold fold = new Fold(service.pipeline().featureSet());
        EVENTS.forEach(fold::apply);
        return fold;
    }

    private static void send(Event event) {
        service.send(Topics.events(NAME), JoinedFixtures.topicKey(event), Json.bytes(event));
    }

    private static JsonNode archive() {
        return get("archive");
    }

    private static JsonNode online() {
        return get("online");
    }

    private static JsonNode get(String path) {
        return Objects.requireNonNull(
                service.client(Scope.FEATURES_READ)
                        .get()
                        .uri("/pipelines/" + NAME + "/" + path)
                        .retrieve()
                        .body(JsonNode.class));
    }
}
