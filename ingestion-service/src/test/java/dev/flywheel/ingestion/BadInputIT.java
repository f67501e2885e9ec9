package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static dev.flywheel.ingestion.IngestionClient.NDJSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.ingestion.IngestionClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What nobody should send: each is answered with the reason, and nothing of it is lost.
class BadInputIT extends RunningIngestion {

    @Test
    void tellsEveryFaultOfAnEvent() {
        Instant tenYearsAhead = clock.instant().plus(Duration.ofDays(3653));
        String bad =
                "{\"event_id\":\"faults\",\"event_time\":\"%s\",\"item_id\":\"A1\",\"page\":\"two\",\"x\":1}"
                        .formatted(tenYearsAhead);

        Answer answer = client.post("/events", JSON, bad);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.number("accepted")).isZero();
        assertThat(answer.json().path("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("event_time", "user_id", "page", "x");
        assertThat(quarantined("faults").reasons()).hasSize(4);
        assertThat(quarantined("faults").content()).isEqualTo(bad);
    }

    @Test
    void keepsAnEventWithoutItsKey() {
        refusesForOneField(
                "no-key", Clicks.click("no-key").replace("\"user_id\":\"U1\",", ""), "user_id");
    }

    @Test
    void keepsAnEventWithAWrongType() {
        refusesForOneField(
                "no-number",
                Clicks.click("no-number").replace("\"page\":2", "\"page\":\"two\""),
                "page");
    }

    @Test
    void keepsAnEventThatIsTenYearsAhead() {
        String ahead = clock.instant().plus(Duration.ofDays(3653)).toString();
        refusesForOneField(
                "ahead",
                Clicks.click("ahead").replace("2026-01-02T03:04:05Z", ahead),
                "event_time");
    }

    /// As PostgreSQL could index none of these, the archive would not take them.
    @Test
    void keepsAnEventWhoseIdTheArchiveWouldNotTake() {
        String id = "\u00fc".repeat(501);
        refusesForOneField(id, Clicks.click(id), "event_id");
    }

    private void refusesForOneField(String id, String event, String field) {
        Answer answer = client.post("/events", JSON, event);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(field);
        assertThat(keptContents()).containsOnlyOnce(event);
        assertThat(eventIds()).doesNotContain(id);
    }

    @Test
    void refusesWhatIsNoJsonAndKeepsIt() {
        Answer answer = client.post("/events", JSON, "user_id=U1 kept-as-it-is");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("type")).endsWith("/problems/body-unreadable");
        assertThat(keptContents()).containsOnlyOnce("user_id=U1 kept-as-it-is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"471142", "[  ]", "\"wrong shape\"", "null ", "", "[{\"cut\":"})
    void refusesABodyOfTheWrongShapeAndKeepsIt(String body) {
        Answer answer = client.post("/events", JSON, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("type")).endsWith("/problems/body-unreadable");
        assertThat(keptContents()).containsOnlyOnce(body);
    }

    @Test
    void refusesElementsOfTheWrongShapeAndKeepsEach() {
        Answer answer = client.post("/events", JSON, "[815,\"a word\",null,[{ }],{}]");

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.number("quarantined")).isEqualTo(5);
        assertThat(keptContents()).contains("815", "a word", "null", "[{ }]", "{}");
    }

    @Test
    void refusesWhatIsNotDeclaredAsJson() {
        Answer answer = client.post("/events", "text/plain", Clicks.click("plain"));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(eventIds()).doesNotContain("plain");
    }

    @Test
    void refusesABodyOverTheLimitWithAndWithoutItsLength() {
        byte[] large =
                IntStream.range(0, 4_000)
                        .mapToObj(i -> Clicks.click("over-" + i))
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.US_ASCII);
        int kept = quarantine().size();

        Answer announced = client.post("/events", NDJSON, large);
        Answer chunked = client.postChunked("/events", NDJSON, large);

        for (Answer answer : List.of(announced, chunked)) {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text("type")).endsWith("/problems/body-too-large");
            assertThat(answer.number("limit")).isEqualTo(300 * 1024);
        }
        assertThat(eventIds()).noneMatch(id -> id.startsWith("over-"));
        assertThat(quarantine()).hasSize(kept);
    }

    @Test
    void refusesARequestForAnImportOverTheLimit() {
        byte[] large =
                ("{\"source\":\"" + "x".repeat(400_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        Answer announced = client.post("/pipelines/clicks/imports", JSON, large);
        Answer chunked = client.postChunked("/pipelines/clicks/imports", JSON, large);

        assertThat(announced.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(client.post("/pipelines/clicks/imports", JSON, "null").status()).isEqualTo(422);
    }

    @Test
    void answersAnUnknownPipelineAndWritesNothing() {
        Answer answer =
                client.post("/pipelines/nothing/events", JSON, Clicks.click("lost-nowhere"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("type")).endsWith("/problems/pipeline-not-found");
        assertThat(topics.names())
                .contains("clicks.events")
                .noneMatch(topic -> topic.startsWith("nothing"));
        for (String topic : topics.names()) {
            assertThat(topics.texts(topic)).as(topic).noneMatch(t -> t.contains("lost-nowhere"));
        }
    }

    @Test
    void quarantinesWhatNobodyCouldWriteDown() {
        String halfAPair = Clicks.click("half").replace("\"A1\"", "\"\\ud83d\"");
        String nul = Clicks.click("nul").replace("\"A1\"", "\"A\\u0000\"");
        String large = Clicks.click("large").replace("\"A1\"", "\"" + "A".repeat(5000) + "\"");

        Answer answer = client.post("/events", NDJSON, halfAPair + "\n" + nul + "\n" + large);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.number("quarantined")).isEqualTo(3);
        assertThat(keptContents()).contains(halfAPair);
        assertThat(quarantined("nul").content()).isEqualTo(nul);
        assertThat(quarantined("large").content()).isEqualTo(large);
    }

    /// Each NUL takes six characters in JSON, so that the message would be too large for Kafka.
    @Test
    void keepsTheBeginningOfWhatIsTooLargeForAMessage() {
        byte[] nuls = new byte[290_000];

        Answer answer = client.post("/events", JSON, nuls);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(quarantine())
                .filteredOn(each -> each.content().startsWith("\0"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.content()).isEqualTo("\0".repeat(65_536));
                    assertThat(each.reasons().getFirst().message())
                            .contains("290000 bytes", Digest.of(nuls).hex());
                });
    }

    @Test
    void tellsAHundredOfManyThousandReasons() {
        String unknown =
                IntStream.range(0, 25_000)
                        .mapToObj(i -> ",\"f" + i + "\":1")
                        .collect(Collectors.joining());
        String event = Clicks.click("stuffed").replace("}", unknown + "}");

        Answer answer = client.post("/events", JSON, event);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("errors").get(0).path("reasons").size())
                .isLessThanOrEqualTo(100);
        Quarantined kept = quarantined("stuffed");
        assertThat(kept.content()).isEqualTo(event);
        assertThat(kept.reasons()).hasSizeLessThanOrEqualTo(100);
        assertThat(kept.reasons().getLast().message()).isEqualTo("and 24902 more reasons");
    }

    @Test
    void showsTheQuarantineWithoutItsLargeContents() {
        for (int i = 0; i < 30; i++) {
            client.post("/events", JSON, "large " + i + "x".repeat(290_000));
        }
        client.post("/events", JSON, Clicks.click("shown").replace("\"page\":2", "\"page\":9"));

        Answer answer = client.get("/pipelines/clicks/quarantine?limit=1000");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get(0).path("event_id").asString()).isEqualTo("shown");
        assertThat(answer.json().findValuesAsString("content"))
                .allMatch(content -> content.length() <= 4_000)
                .filteredOn(content -> content.startsWith("large "))
                .hasSize(30);
        JsonNode large = answer.json().get(1).path("reasons");
        assertThat(large.findValuesAsString("message"))
                .contains(
                        "Shown are the first 4000 of 290008 characters; the topic has the others");
    }
}
