package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.IngestionClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;

/// Refused inputs are sent again, and count once.
class ReplayIT extends RunningIngestion {

    @Autowired private KafkaTemplate<String, byte[]> kafka;

    @Test
    void takesACorrectedEventOnce() {
        String bad = Clicks.click("fix-1").replace("\"page\":2", "\"page\":9");
        assertThat(client.post("/events", JSON, bad).status()).isEqualTo(422);
        String corrected =
                "{\"corrected\":{\"fix-1\":%s}}"
                        .formatted(Clicks.click("fix-1").replace("\"event_id\":\"fix-1\",", ""));

        Answer asItWas = replay("{\"ids\":[\"fix-1\",\"never-seen\"]}");
        Answer first = replay(corrected);
        Answer second = replay(corrected);

        assertThat(asItWas.number("replayed")).as(asItWas.body()).isZero();
        assertThat(asItWas.number("refused")).isEqualTo(1);
        assertThat(asItWas.json().path("errors").get(0).path("reasons").get(0).path("field"))
                .hasToString("\"page\"");
        assertThat(asItWas.json().path("missing").get(0).asString()).isEqualTo("never-seen");
        assertThat(first.number("replayed")).as(first.body()).isEqualTo(1);
        assertThat(second.number("replayed")).isZero();
        assertThat(second.number("already_replayed")).isEqualTo(1);
        assertThat(eventIds()).containsOnlyOnce("fix-1");
        assertThat(quarantine()).filteredOn(each -> each.eventId().equals("fix-1")).hasSize(1);
        assertThat(listed("fix-1").path("replayed_at").asString("")).isNotEmpty();
    }

    @Test
    void takesAllOfAReasonThatIsNoneAnyMore() throws Exception {
        for (int i = 0; i < 3; i++) {
            keep("old-" + i, Clicks.click("old-" + i), "is 7, above a limit of long ago");
        }
        keep("other", Clicks.click("other"), "is something else");

        Answer first = replay("{\"reason\":\"page: is 7, above a limit of long ago\"}");
        Answer second = replay("{\"reason\":\"above a limit of long ago\"}");

        assertThat(first.number("replayed")).as(first.body()).isEqualTo(3);
        assertThat(second.number("replayed")).isZero();
        assertThat(second.number("already_replayed")).isEqualTo(3);
        assertThat(eventIds()).containsOnlyOnce("old-0", "old-1", "old-2").doesNotContain("other");
        assertThat(listed("other").has("replayed_at")).isFalse();
    }

    @Test
    void takesWhatWasRefusedAgainSinceItsReplay() throws Exception {
        keep("again", Clicks.click("again"), "is no more");
        replay("{\"ids\":[\"again\"]}");
        keep("again", Clicks.click("again"), "is no more");

        Answer answer = replay("{\"ids\":[\"again\"]}");

        assertThat(answer.number("replayed")).as(answer.body()).isEqualTo(1);
        assertThat(events()).filteredOn(event -> event.eventId().equals("again")).hasSize(2);
    }

    @Test
    void takesACorrectedRowOfAnImportUnderTheRowsId() throws IOException {
        Files.writeString(
                IMPORTS.resolve("rows.csv"),
                "user_id,item_id,event_time,page\nrow-user,A1,2025-04-30T00:00:00Z,two\n");
        Answer started = client.post("/pipelines/clicks/imports", JSON, "{\"path\":\"rows.csv\"}");
        Answer done =
                await().atMost(Duration.ofSeconds(60))
                        .until(
                                () -> client.get("/pipelines/clicks/imports/" + started.text("id")),
                                answer -> answer.text("status").equals("SUCCEEDED"));
        String id = "click-" + done.text("file_sha256").substring(0, 16) + "-000000001";

        Answer asItWas = replay("{\"ids\":[\"" + id + "\"]}");
        Answer corrected =
                replay(
                        """
                        {"corrected":{"%s":{"row":1,"columns":{"user_id":"row-user",
                          "item_id":"A1","event_time":"2025-04-30T00:00:00Z","page":"2"}}}}
                        """
                                .formatted(id));

        assertThat(asItWas.number("refused")).as(asItWas.body()).isEqualTo(1);
        assertThat(corrected.number("replayed")).as(corrected.body()).isEqualTo(1);
        assertThat(event(id).values()).containsEntry("page", 2L);
    }

    @Test
    void takesACorrectedVersionOfAnEntity() {
        String path = "/pipelines/clicks/entities/item/replayed-item";
        assertThat(client.put(path, "{\"attributes\":{\"price\":\"dear\"}}").status())
                .isEqualTo(422);

        Answer answer =
                replay("{\"corrected\":{\"item:replayed-item\":{\"attributes\":{\"price\":8}}}}");

        assertThat(answer.number("replayed")).as(answer.body()).isEqualTo(1);
        assertThat(topics.read(Topics.entities("clicks"), EntityVersion.class))
                .filteredOn(version -> version.key().equals("replayed-item"))
                .extracting(version -> version.attributes().get("price"))
                .containsExactly(8.0);
    }

    @Test
    void asksForCorrectionsOfWhatWasNotKeptAsText() {
        client.post("/events", JSON, new byte[] {'{', (byte) 0xff, '}'});
        String id =
                quarantine().stream()
                        .filter(each -> each.encoding().equals("base64"))
                        .map(Quarantined::eventId)
                        .findFirst()
                        .orElseThrow();

        Answer answer = replay("{\"ids\":[\"" + id + "\"]}");

        assertThat(answer.number("refused")).isEqualTo(1);
        assertThat(answer.body()).contains("only a correction can be replayed");
    }

    @Test
    void refusesARequestThatAsksForNothing() {
        for (String body : List.of("{}", "null", "[]", "{\"ids\":[]}", "{\"id\":\"a\"}", "{")) {
            Answer answer = replay(body);

            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.text("type")).endsWith("/problems/replay-refused");
        }
    }

    /// As an earlier file of the pipeline would have refused it.
    private void keep(String id, String content, String why) throws Exception {
        kafka.send(
                        Topics.quarantine("clicks"),
                        id,
                        Json.bytes(
                                new Quarantined(
                                        id,
                                        content,
                                        "text",
                                        List.of(new Quarantined.Reason("page", why)),
                                        "ingestion",
                                        clock.instant())))
                .get(10, TimeUnit.SECONDS);
    }

    private JsonNode listed(String id) {
        return client.get("/pipelines/clicks/quarantine?limit=1000")
                .json()
                .valueStream()
                .filter(each -> each.path("event_id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Answer replay(String body) {
        return client.post("/pipelines/clicks/quarantine/replay", JSON, body);
    }
}
