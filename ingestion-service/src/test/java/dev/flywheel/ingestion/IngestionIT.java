package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static dev.flywheel.ingestion.IngestionClient.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IngestionIT extends RunningIngestion {

    @Test
    void acceptsAnEventOnceKafkaHasIt() {
        Answer answer = client.post("/events", JSON, Clicks.click("one"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.number("accepted")).isEqualTo(1);
        Event event = event("one");
        assertThat(event.eventType()).isEqualTo("click");
        assertThat(event.eventTime()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(event.values()).containsEntry("user_id", "U1").containsEntry("page", 2L);
    }

    @Test
    void acceptsTheGoodOfAThousandAndQuarantinesTheBad() {
        List<String> clicks =
                IntStream.range(0, 1000)
                        .mapToObj(i -> Clicks.click("batch-" + i))
                        .collect(Collectors.toList());
        clicks.set(3, clicks.get(3).replace("\"page\":2", "\"page\":NaN"));
        clicks.set(500, clicks.get(500).replace("\"user_id\":\"U1\",", ""));
        clicks.set(999, clicks.get(999).replace("\"page\":2", "\"page\":2,\"colour\":\"red\""));

        Answer answer =
                client.post("/pipelines/clicks/events", JSON, "[" + String.join(",", clicks) + "]");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.number("accepted")).isEqualTo(997);
        assertThat(answer.number("quarantined")).isEqualTo(3);
        assertThat(answer.json().path("errors").findValuesAsString("index"))
                .containsExactly("3", "500", "999");
        assertThat(answer.json().path("errors").findValuesAsString("field"))
                .containsExactly("page", "user_id", "colour");
        assertThat(eventIds()).filteredOn(id -> id.startsWith("batch-")).hasSize(997);
        assertThat(quarantined("batch-3").content()).isEqualTo(clicks.get(3));
        assertThat(quarantined("batch-999").content()).isEqualTo(clicks.get(999));
        assertThat(quarantined("batch-500").content()).isEqualTo(clicks.get(500));
        assertThat(quarantined("batch-500").reasons().getFirst().field()).isEqualTo("user_id");
    }

    @Test
    void takesLinesOneByOne() {
        byte[] latin1 = "{\"user_id\":\"M\u00fcller\"}".getBytes(StandardCharsets.ISO_8859_1);
        String lines =
                Clicks.click("line-1")
                        + "\r\n\n{\"user_id\":\n"
                        + "[1]\n"
                        + Clicks.click("line-2").replace("\"page\":2", "\"page\":2,\"page\":3")
                        + "\n"
                        + new String(latin1, StandardCharsets.ISO_8859_1)
                        + "\n"
                        + Clicks.click("line-3");

        Answer answer = client.post("/events", NDJSON, lines.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.number("accepted")).isEqualTo(2);
        assertThat(answer.number("quarantined")).isEqualTo(4);
        assertThat(eventIds()).contains("line-1", "line-3").doesNotContain("line-2");
        String id = answer.json().path("errors").get(3).path("event_id").asString();
        assertThat(quarantined(id).encoding()).isEqualTo("base64");
        assertThat(java.util.Base64.getDecoder().decode(quarantined(id).content()))
                .isEqualTo(latin1);
    }

    @Test
    void derivesTheIdFromTheContentAndWarnsWhereItCannot() {
        String withoutId =
                "{\"event_time\":\"2026-01-02T03:04:05Z\",\"user_id\":\"D\",\"item_id\":\"A1\"}";

        Answer first = client.post("/events", JSON, withoutId);
        Answer second = client.post("/events", JSON, withoutId);
        Answer bare = client.post("/events", JSON, "{\"user_id\":\"D2\",\"item_id\":\"A1\"}");

        assertThat(first.json().has("warnings")).isFalse();
        assertThat(second.status()).isEqualTo(202);
        assertThat(events().stream().filter(e -> "D".equals(e.text("user_id"))))
                .hasSize(2)
                .extracting(Event::eventId)
                .containsOnly(eventOf("D").eventId());
        assertThat(bare.status()).isEqualTo(202);
        assertThat(bare.json().path("warnings").size()).isEqualTo(1);
    }

    @Test
    void keepsTheEventsOfAUserInOnePartition() {
        client.post("/events", NDJSON, Clicks.click("key-1") + "\n" + Clicks.click("key-2"));

        assertThat(topics.records(Topics.events("clicks")))
                .filteredOn(each -> "U1".equals(each.key()))
                .extracting(each -> each.partition())
                .containsOnly(
                        topics.records(Topics.events("clicks")).stream()
                                .filter(each -> "U1".equals(each.key()))
                                .findFirst()
                                .orElseThrow()
                                .partition());
    }

    @Test
    void asksForTheScope() {
        IngestionClient nobody = new IngestionClient(port, "");
        IngestionClient reader = new IngestionClient(port, TestTokens.token(Scope.FEATURES_READ));
        IngestionClient late =
                new IngestionClient(port, TestTokens.expiredToken(Scope.EVENTS_WRITE));

        assertThat(nobody.post("/events", JSON, Clicks.click("no")).status()).isEqualTo(401);
        assertThat(late.post("/events", JSON, Clicks.click("no")).status()).isEqualTo(401);
        Answer answer = reader.post("/events", JSON, Clicks.click("no"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("events:write");
        assertThat(eventIds()).doesNotContain("no");
    }

    @Test
    void takesEntities() {
        Answer put =
                client.put(
                        "/pipelines/clicks/entities/item/B7",
                        "{\"valid_from\":\"2026-01-01T00:00:00Z\",\"attributes\":{\"price\":33}}");
        Answer bulk =
                client.post(
                        "/pipelines/clicks/entities/item",
                        NDJSON,
                        "{\"key\":\"B8\",\"attributes\":{\"price\":1.5}}\n"
                                + "{\"key\":\"B9\",\"attributes\":{\"weight\":1}}");
        Answer unknown = client.put("/pipelines/clicks/entities/shop/1", "{\"attributes\":{}}");

        assertThat(put.status()).as(put.body()).isEqualTo(202);
        assertThat(bulk.number("accepted")).as(bulk.body()).isEqualTo(1);
        assertThat(bulk.number("quarantined")).isEqualTo(1);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().equals("B7"))
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.attributes()).containsEntry("price", 33.0);
                    assertThat(version.validFrom())
                            .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
                });
        assertThat(quarantined("item:B9").reasons()).hasSize(1);
    }
}
