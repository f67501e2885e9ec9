package dev.flywheel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.TrainingRequested;
import dev.flywheel.monitoring.MonitoringFixtures.Shop;
import dev.flywheel.testsupport.TestTokens;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the service makes of predictions and outcomes.
class MonitoringIT extends RunningMonitoring {

    @Test
    void staysSilentInTheTrafficOfTraining() throws Exception {
        start();
        announce(1);

        Shop shop = new Shop(7, 1, false);
        for (int hour = 0; hour < 6; hour++) {
            serve(shop, 1, hour, hour + 1, 3);
            // Else one partition may be read to its end before another, and a window is closed
            // with too few and judged together with the next.
            awaitSeen(240L * (hour + 1));
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(4)));
        JsonNode drift = get("drift");
        assertThat(drift.get("windows").size()).isEqualTo(4);
        assertThat(drift.get("windows").valueStream())
                .noneMatch(window -> window.get("drifted").asBoolean());
        assertThat(drift.get("histograms").size()).isEqualTo(6);
        assertThat(get("alerts").get("alerts").size()).isZero();
        // The drift of a window doesn't wait for its outcomes.
        awaitJoined(6 * 240);
        JsonNode status = get("status");
        assertThat(status.get("predictions_seen").asLong()).isEqualTo(6 * 240);
        assertThat(status.get("champion").asInt()).isEqualTo(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(qualities()).hasSize(4));
        assertThat(qualities()).allSatisfy((_, ndcg) -> assertThat(ndcg).isEqualTo(0.5));
        assertThat(records(Topics.TRAINING_REQUESTS)).isEmpty();
        awaitMetrics("flywheel_drift_distance", "flywheel_live_quality");
    }

    @Test
    void raisesOneAlertAndOneRequestWhenTheWorldShifts() throws Exception {
        start();
        announce(1);

        serve(new Shop(7, 1, false), 1, 0, 3, 3);
        serve(new Shop(8, 1.6, true), 1, 3, 8, 3);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(6)));
        AlertRaised alert = awaitAlert();
        TrainingRequested request =
                Json.read(records(Topics.TRAINING_REQUESTS).getFirst(), TrainingRequested.class);
        assertThat(request.cause()).isEqualTo("drift");
        assertThat(request.evidence()).containsEntry("version", 1).containsKey("windows");
        assertThat(alert.summary()).contains("user_mean_price").contains("2008-07-01T05:00:00Z");
        awaitMetrics("flywheel_retrain_requests_total");
        assertThat(get("status").get("last_retrain_request").get("status").asString())
                .isEqualTo("REQUESTED");
    }

    @Test
    void noticesThatQualityFell() throws Exception {
        start();
        announce(1);

        serve(new Shop(7, 1, false), 1, 0, 2, 1);
        serve(new Shop(8, 1, false), 1, 2, 6, 9);

        AlertRaised alert = awaitAlert();
        assertThat(alert.kind()).isEqualTo("quality");
        assertThat(alert.evidence()).containsEntry("baseline", 1.0);
    }

    @Test
    void measuresWhatDecisionsCost() throws Exception {
        start();
        announce(1);
        Shop shop = new Shop(7, 1, false);
        for (int i = 0; i < 4 * 240; i++) {
            PredictionServed ranked =
                    shop.prediction("decided-" + i, 1, hour(0).plusSeconds(i * 15L));
            send(MonitoringFixtures.decided(ranked, i % 2 == 0));
            if (i % 4 == 0) {
                send(shop.outcome(ranked, 1));
            }
            flushEachHour(i);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(firstWindow())
                                .containsEntry("precision", 0.5)
                                .containsEntry("recall", 1.0)
                                .containsEntry("accuracy", 0.75)
                                .containsEntry("cost", 3.0 / 4));
    }

    /// As one that was trained elsewhere and came without rows.
    @Test
    void judgesTheQualityOfAVersionWithoutAReferenceAndNoDrift() throws Exception {
        start();
        announce(1, Map.of("model.onnx", "0".repeat(64)));

        serve(new Shop(7, 1, false), 1, 0, 3, 1);
        serve(new Shop(8, 1.6, true), 1, 3, 8, 9);

        assertThat(awaitAlert().kind()).isEqualTo("quality");
        assertThat(get("drift").get("windows").isEmpty()).isTrue();
        assertThat(metrics()).doesNotContain("flywheel_drifted_share");
    }

    @Test
    void countsTheSameAfterACrashAndOnAReplay() throws Exception {
        ConfigurableApplicationContext first = start();
        announce(1);
        serve(new Shop(7, 1, false), 1, 0, 3, 3);
        await().atMost(PATIENCE).until(() -> get("status").get("predictions_seen").asLong() > 0);
        first.close();
        serve(new Shop(8, 1.6, true), 1, 3, 7, 5);
        start();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(5)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(qualities()).hasSize(5));
        // The figures hold what was counted of the windows that are still open, too.
        awaitSeen(7 * 240);
        List<String> figures = Wire.figures(database);

        wipe();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Wire.figures(database)).isEqualTo(figures));
        assertThat(get("status").get("predictions_seen").asLong()).isEqualTo(7 * 240);
        // One of the first count, and one of the replay.
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(records(Topics.TRAINING_REQUESTS)).hasSizeGreaterThan(1));
        List<String> ids =
                records(Topics.TRAINING_REQUESTS).stream().map(MonitoringIT::id).toList();
        assertThat(ids).allMatch(ids.getFirst()::equals);
    }

    @Test
    void joinsAnOutcomeThatComesBeforeItsPrediction() throws Exception {
        start();
        announce(1);
        Shop shop = new Shop(7, 1, false);
        List<PredictionServed> served = new ArrayList<>();
        for (int i = 0; i < 480; i++) {
            served.add(shop.prediction("early-" + i, 1, hour(0).plusSeconds(i * 15L)));
        }

        served.forEach(prediction -> send(shop.outcome(prediction, 1)));
        producer.flush();
        await().atMost(PATIENCE)
                .until(() -> get("status").get("outcomes_seen").asLong() == served.size());
        for (int i = 0; i < served.size(); i++) {
            send(served.get(i));
            flushEachHour(i);
        }
        serve(shop, 1, 2, 4, 1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(qualities()).hasSize(2));
        assertThat(qualities()).allSatisfy((_, ndcg) -> assertThat(ndcg).isEqualTo(1.0));
        awaitJoined(480 + 480);
    }

    @Test
    void waitsForTheRegistryInsteadOfLosingCounts() throws Exception {
        registryAnswers.set(false);
        start();
        announce(1);
        serve(new Shop(7, 1, false), 1, 0, 3, 3);
        await().atMost(PATIENCE)
                .until(() -> get("status").get("failure").asString("").contains("503"));
        // A poll that brings nothing goes well for a moment, until the next one brings something.
        HttpResponse<String> health =
                await().atMost(PATIENCE)
                        .until(
                                () -> http("/actuator/health", ""),
                                answer -> answer.statusCode() == 503);
        assertThat(health.body()).contains("DOWN").doesNotContain("reference", "components");
        String token = TestTokens.token("monitoring:read");
        await().atMost(PATIENCE)
                .until(() -> http("/actuator/health", token).body().contains("reference.json"));

        registryAnswers.set(true);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(1)));
        awaitSeen(3 * 240);
        awaitHealthy();
    }

    @Test
    void keepsWhatItCannotReadInQuarantine() throws Exception {
        start();
        announce(1);

        producer.send(
                new ProducerRecord<>(
                        Topics.predictions(pipeline),
                        "x",
                        "not json".getBytes(StandardCharsets.UTF_8)));
        serve(new Shop(7, 1, false), 1, 0, 1, 3);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Wire.records(Topics.quarantine(pipeline))).hasSize(1));
        awaitSeen(240);
    }

    @Test
    void countsOnBehindRecordsThatCannotBeCounted() throws Exception {
        start();
        announce(1);
        PredictionServed good = new Shop(7, 1, false).prediction("good", 1, hour(0));
        ObjectNode beyondTime = (ObjectNode) Json.MAPPER.valueToTree(good);
        beyondTime.put("prediction_id", "late").put("event_time", "+300000-01-01T00:00:00Z");
        ObjectNode beyondIndex = beyondTime.deepCopy();
        beyondIndex.put("prediction_id", Wire.noise(3_000)).put("event_time", hour(0).toString());
        ObjectNode withoutCandidates = beyondIndex.deepCopy();
        withoutCandidates.put("prediction_id", "bare").remove("candidates");

        for (ObjectNode poison : List.of(beyondTime, beyondIndex, withoutCandidates)) {
            producer.send(
                    new ProducerRecord<>(Topics.predictions(pipeline), "x", Json.bytes(poison)));
        }
        serve(new Shop(7, 1, false), 1, 0, 1, 3);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Wire.records(Topics.quarantine(pipeline))).hasSize(3));
        awaitSeen(240);
        awaitJoined(240);
        awaitHealthy();
    }
}
