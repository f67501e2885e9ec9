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
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// A monitoring service on a real Kafka and a real PostgreSQL, with a small server in the
/// registry's place, and a pipeline of its own for each test.
abstract class RunningMonitoring {

    static final byte[] REFERENCE = MonitoringFixtures.aReference().toJson();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final AtomicBoolean registryAnswers = new AtomicBoolean(true);
    final List<ConfigurableApplicationContext> running = new ArrayList<>();
    final TestPostgres.Database database = TestPostgres.create("monitoring");
    String pipeline = "";
    HttpServer registry;
    KafkaProducer<String, byte[]> producer;
    @TempDir Path pipelines;

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

    /// A window may be judged while records of later ones are still to be counted.
    void awaitSeen(long predictions) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("status").get("predictions_seen").asLong())
                                .isEqualTo(predictions));
    }

    void awaitJoined(long outcomes) {
        await().atMost(PATIENCE)
                .until(() -> get("status").get("outcomes_joined").asLong() == outcomes);
    }

    /// A failure is told until a batch was counted, and a moment longer.
    void awaitHealthy() {
        await().atMost(PATIENCE).until(() -> get("status").get("failure").isNull());
    }

    /// Metrics are told behind the transaction that they are about.
    void awaitMetrics(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics()).contains(names));
    }

    /// An alert and its request are sent together, and either may arrive first.
    AlertRaised awaitAlert() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(records(Topics.TRAINING_REQUESTS)).hasSize(1);
                    assertThat(records(Topics.ALERTS)).hasSize(1);
                });
        return Json.read(records(Topics.ALERTS).getFirst(), AlertRaised.class);
    }

    ConfigurableApplicationContext start() {
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

    void announce(int version) {
        announce(version, Map.of("reference.json", Digest.of(REFERENCE).hex()));
    }

    void announce(int version, Map<String, String> files) {
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
    void serve(Shop shop, int version, int fromHour, int toHour, int clicked) {
        for (int i = 0; i < (toHour - fromHour) * 240; i++) {
            Instant at = hour(fromHour).plusSeconds(i * 15L);
            PredictionServed prediction = shop.prediction(at + "-" + version, version, at);
            send(prediction);
            send(shop.outcome(prediction, clicked));
            flushEachHour(i);
        }
    }

    /// No partition falls hours behind another one, as none does in live traffic.
    ///
    /// @param i how many predictions were sent before this one, of 240 an hour
    void flushEachHour(int i) {
        if (i % 240 == 239) {
            producer.flush();
        }
    }

    void send(PredictionServed prediction) {
        producer.send(
                new ProducerRecord<>(
                        Topics.predictions(pipeline),
                        prediction.predictionId(),
                        Json.bytes(prediction)));
    }

    void send(OutcomeObserved outcome) {
        producer.send(
                new ProducerRecord<>(
                        Topics.outcomes(pipeline), outcome.predictionId(), Json.bytes(outcome)));
    }

    static Instant hour(int hours) {
        return MonitoringFixtures.START.plus(Duration.ofHours(hours));
    }

    /// Forgets everything, and starts anew from the log.
    void wipe() throws SQLException {
        running.forEach(ConfigurableApplicationContext::close);
        Wire.wipe(database);
        start();
    }

    Instant judgedUntil() throws Exception {
        JsonNode windows = get("drift").get("windows");
        return windows.isEmpty()
                ? Instant.EPOCH
                : Instant.parse(windows.get(0).get("end").asString());
    }

    Map<String, Double> qualities() throws Exception {
        Map<String, Double> ndcg = new HashMap<>();
        get("quality")
                .get("windows")
                .forEach(window ->
                        ndcg.put(
                                window.get("start").asString(),
                                window.get("metrics").get("ndcg@10").get("value").asDouble()));
        return ndcg;
    }

    JsonNode get(String path) throws Exception {
        HttpResponse<String> response =
                http("/pipelines/" + pipeline + "/" + path, TestTokens.token("monitoring:read"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
    }

    String metrics() throws Exception {
        return http("/actuator/prometheus", "").body();
    }

    HttpResponse<String> http(String path, String token) throws Exception {
        String port = running.getLast().getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Wire.answer(request.build());
    }

    /// What this test's pipeline has in a shared topic.
    List<byte[]> records(String topic) {
        return Wire.records(topic).entrySet().stream()
                .filter(record -> record.getKey().startsWith(pipeline + "|"))
                .map(Map.Entry::getValue)
                .toList();
    }

    Map<String, Double> firstWindow() throws Exception {
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

    static String id(byte[] request) {
        return Json.read(request, TrainingRequested.class).requestId();
    }
}
