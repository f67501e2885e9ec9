package dev.flywheel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.TrainingRequested;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.monitoring.MonitoringFixtures.Shop;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The service on a real Kafka and a real PostgreSQL, with a small server in the registry's place.
class MonitoringIT {

    private static final byte[] REFERENCE = MonitoringFixtures.aReference().toJson();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicBoolean registryAnswers = new AtomicBoolean(true);
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
    private final TestPostgres.Database database = TestPostgres.create("monitoring");
    private String pipeline = "";
    private HttpServer registry;
    private KafkaProducer<String, byte[]> producer;
    @TempDir private Path pipelines;

    @BeforeEach
    void prepare(TestInfo test) throws IOException {
        pipeline = "shop-" + Integer.toHexString(test.getDisplayName().hashCode());
        Files.writeString(pipelines.resolve("shop.yaml"), MonitoringFixtures.yaml(pipeline));
        registry = Wire.registry(registryAnswers, REFERENCE);
        producer = Wire.producer();
    }

    @AfterEach
    void stop() {
        running.forEach(ConfigurableApplicationContext::close);
        producer.close();
        registry.stop(0);
    }

    @Test
    void staysSilentInTheTrafficOfTraining() throws Exception {
        start();
        announce(1);

        Shop shop = new Shop(7, 1, false);
        for (int hour = 0; hour < 6; hour++) {
            serve(shop, 1, hour, hour + 1, 3);
            // Else one partition may be read to its end before another, and a window is closed
            // with too few and judged together with the next.
            long served = 240L * (hour + 1);
            await().atMost(PATIENCE)
                    .until(() -> get("status").get("predictions_seen").asLong() == served);
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
        assertThat(metrics()).contains("flywheel_drift_distance", "flywheel_live_quality");
    }

    @Test
    void raisesOneAlertAndOneRequestWhenTheWorldShifts() throws Exception {
        start();
        announce(1);

        serve(new Shop(7, 1, false), 1, 0, 3, 3);
        serve(new Shop(8, 1.6, true), 1, 3, 8, 3);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(6)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records(Topics.TRAINING_REQUESTS)).hasSize(1));
        TrainingRequested request =
                Json.read(records(Topics.TRAINING_REQUESTS).getFirst(), TrainingRequested.class);
        assertThat(request.cause()).isEqualTo("drift");
        assertThat(request.evidence()).containsEntry("version", 1).containsKey("windows");
        List<byte[]> alerts = records(Topics.ALERTS);
        assertThat(alerts).hasSize(1);
        assertThat(Json.read(alerts.getFirst(), AlertRaised.class).summary())
                .contains("user_mean_price")
                .contains("2008-07-01T05:00:00Z");
        assertThat(metrics()).contains("flywheel_retrain_requests_total");
        assertThat(get("status").get("last_retrain_request").get("status").asString())
                .isEqualTo("REQUESTED");
    }

    @Test
    void noticesThatQualityFell() throws Exception {
        start();
        announce(1);

        serve(new Shop(7, 1, false), 1, 0, 2, 1);
        serve(new Shop(8, 1, false), 1, 2, 6, 9);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records(Topics.TRAINING_REQUESTS)).hasSize(1));
        AlertRaised alert = Json.read(records(Topics.ALERTS).getFirst(), AlertRaised.class);
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
        }
        producer.flush();

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

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(records(Topics.TRAINING_REQUESTS)).hasSize(1));
        assertThat(Json.read(records(Topics.ALERTS).getFirst(), AlertRaised.class).kind())
                .isEqualTo("quality");
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
        List<String> figures = Wire.figures(database);

        wipe();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Wire.figures(database)).isEqualTo(figures));
        assertThat(get("status").get("predictions_seen").asLong()).isEqualTo(7 * 240);
        List<String> ids =
                records(Topics.TRAINING_REQUESTS).stream().map(MonitoringIT::id).toList();
        assertThat(ids).isNotEmpty().allMatch(ids.getFirst()::equals);
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
        served.forEach(this::send);
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
        HttpResponse<String> health = http("/actuator/health", "");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("DOWN").doesNotContain("reference", "components");
        assertThat(http("/actuator/health", TestTokens.token("monitoring:read")).body())
                .contains("reference.json");

        registryAnswers.set(true);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(judgedUntil()).isEqualTo(hour(1)));
        assertThat(get("status").get("predictions_seen").asLong()).isEqualTo(3 * 240);
        assertThat(get("status").get("failure").isNull()).isTrue();
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
        assertThat(get("status").get("predictions_seen").asLong()).isEqualTo(240);
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
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("status").get("predictions_seen").asLong()).isEqualTo(240));
        awaitJoined(240);
        assertThat(get("status").get("failure").isNull()).isTrue();
    }

    private void awaitJoined(long outcomes) {
        await().atMost(PATIENCE)
                .until(() -> get("status").get("outcomes_joined").asLong() == outcomes);
    }

    private ConfigurableApplicationContext start() {
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(MonitoringApplication.class)
                        .run(
                                "--server.port=0",
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.user(),
                                "--spring.datasource.password=" + database.password(),
                                "--spring.kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
                                "--flywheel.pipelines=" + pipelines,
                                "--flywheel.jwt.public-key=" + TestTokens.publicKeyFile(),
                                "--flywheel.monitoring.outcomes-idle-after=2s",
                                "--flywheel.monitoring.registry-url=http://localhost:"
                                        + registry.getAddress().getPort());
        running.add(context);
        return context;
    }

    private void announce(int version) {
        announce(version, Map.of("reference.json", Digest.of(REFERENCE).hex()));
    }

    private void announce(int version, Map<String, String> files) {
        ModelServing.Bundle bundle =
                new ModelServing.Bundle(
                        "run", "1/run/artifacts/bundle", files, "0123456789ab", "hash");
        ModelServing serving =
                new ModelServing(
                        pipeline,
                        version,
                        Map.of(ModelServing.CHAMPION, version),
                        Map.of(version, bundle));
        producer.send(new ProducerRecord<>(Topics.MODEL_EVENTS, pipeline, Json.bytes(serving)));
        producer.flush();
    }

    /// 240 ranks an hour, each followed by a click on what stood at that rank.
    private void serve(Shop shop, int version, int fromHour, int toHour, int clicked) {
        for (int i = 0; i < (toHour - fromHour) * 240; i++) {
            Instant at = hour(fromHour).plusSeconds(i * 15L);
            PredictionServed prediction = shop.prediction(at + "-" + version, version, at);
            send(prediction);
            send(shop.outcome(prediction, clicked));
            if (i % 240 == 239) {
                // No partition falls hours behind another one, as none does in live traffic.
                producer.flush();
            }
        }
    }

    private void send(PredictionServed prediction) {
        producer.send(
                new ProducerRecord<>(
                        Topics.predictions(pipeline),
                        prediction.predictionId(),
                        Json.bytes(prediction)));
    }

    private void send(OutcomeObserved outcome) {
        producer.send(
                new ProducerRecord<>(
                        Topics.outcomes(pipeline), outcome.predictionId(), Json.bytes(outcome)));
    }

    private static Instant hour(int hours) {
        return MonitoringFixtures.START.plus(Duration.ofHours(hours));
    }

    /// Forgets everything, and starts anew from the log.
    private void wipe() throws SQLException {
        running.forEach(ConfigurableApplicationContext::close);
        Wire.wipe(database);
        start();
    }

    private Instant judgedUntil() throws Exception {
        JsonNode windows = get("drift").get("windows");
        return windows.isEmpty()
                ? Instant.EPOCH
                : Instant.parse(windows.get(0).get("end").asString());
    }

    private Map<String, Double> qualities() throws Exception {
        Map<String, Double> ndcg = new HashMap<>();
        get("quality")
                .get("windows")
                .forEach(window ->
                        ndcg.put(
                                window.get("start").asString(),
                                window.get("metrics").get("ndcg@10").get("value").asDouble()));
        return ndcg;
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> response =
                http("/pipelines/" + pipeline + "/" + path, TestTokens.token("monitoring:read"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
    }

    private String metrics() throws Exception {
        return http("/actuator/prometheus", "").body();
    }

    private HttpResponse<String> http(String path, String token) throws Exception {
        String port = running.getLast().getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Wire.answer(request.build());
    }

    /// What this test's pipeline has in a shared topic.
    private List<byte[]> records(String topic) {
        return Wire.records(topic).entrySet().stream()
                .filter(record -> record.getKey().startsWith(pipeline + "|"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Map<String, Double> firstWindow() throws Exception {
        JsonNode windows = get("quality").get("windows");
        Map<String, Double> metrics = new HashMap<>();
        if (!windows.isEmpty()) {
            windows.get(0)
                    .get("metrics")
                    .forEachEntry(
                            (name, metric) -> metrics.put(name, metric.get("value").asDouble()));
        }
        return metrics;
    }

    private static String id(byte[] request) {
        return Json.read(request, TrainingRequested.class).requestId();
    }
}
