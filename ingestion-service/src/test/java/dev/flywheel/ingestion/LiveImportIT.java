package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;

/// A topic of somebody else is a source as long as the service runs.
class LiveImportIT extends RunningIngestion {

    @Autowired private KafkaTemplate<String, byte[]> kafka;

    @Test
    void takesWhatComesAndLetsTheRestBeCorrected() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic("live-clicks", 1, (short) 1))).all().get();
        }
        for (String value :
                List.of(
                        "{\"who\":\"live-1\",\"what\":7,\"at\":\"2025-04-30T08:00:00Z\",\"page\":1}",
                        "no json",
                        "{\"who\":\"live-2\",\"what\":7,\"at\":\"2025-04-30T08:00:00Z\",\"page\":9}")) {
            kafka.send("live-clicks", value.getBytes(StandardCharsets.UTF_8)).get();
        }

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> {
                    assertThat(quarantine())
                            .extracting(each -> each.eventId())
                            .contains("live-clicks-0-1", "live-clicks-0-2");
                    assertThat(eventIds()).contains("live-clicks-0-0");
                });
        assertThat(event("live-clicks-0-0").text("item_id")).isEqualTo("7");
        Answer corrected =
                client.post(
                        "/pipelines/clicks/quarantine/replay",
                        JSON,
                        """
                        {"corrected":{"live-clicks-0-2":{"row":2,"columns":
                          {"who":"live-2","what":7,"at":"2025-04-30T08:00:00Z","page":2}}}}
                        """);
        assertThat(corrected.number("replayed")).as(corrected.body()).isEqualTo(1);
        assertThat(event("live-clicks-0-2").text("user_id")).isEqualTo("live-2");
        assertThat(
                        client.post(
                                        "/pipelines/clicks/imports",
                                        JSON,
                                        "{\"import\":\"live\",\"path\":\"x\"}")
                                .body())
                .contains("The source 'live' is a topic");
    }
}
