package dev.flywheel.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.Topics;
import dev.flywheel.onnx.graph.Classifiers;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole service with a real broker and the registry's wire: swaps, damage, silence, restarts.
class InferenceIT {

    private static final AtomicLong REVISIONS = new AtomicLong();
    private static final AtomicLong MODELS = new AtomicLong();
    private static final int PARTITIONS = 4;
    private static final String NOBODY = "localhost:1";
    private static final String REQUEST = "{\"user_id\":\"U1\",\"item_id\":\"A2\"}";

    @TempDir Path state;
    @TempDir Path artifacts;

    private final String model = "shop-" + MODELS.incrementAndGet();
    private final List<AutoCloseable> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private RegistryDouble registry;

    @BeforeAll
    static void makeTopics() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        KafkaFixtures.create(Topics.MODEL_EVENTS, 1);
    }

    @BeforeEach
    void startRegistry() throws IOException {
        registry = new RegistryDouble(artifacts);
        open.add(registry);
    }

    @AfterEach
    void retireModel() throws Exception {
        publish(Map.of(), Map.of());
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void answersUnavailableUntilAModelIsPromotedThenPredictsAndLogs() throws IOException {
        RunningInference inference = start();
        awaitReady(inference);
        HttpResponse<String> before = inference.post("/predict", REQUEST);
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.headers().firstValue("Retry-After")).contains("5");

        publishStates();
        publishChampion(1, bundle(1));
        awaitVersion(inference, 1);
        HttpResponse<String> answer = inference.post("/predict", REQUEST);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = Json.MAPPER.readTree(answer.body());
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("warnings")).isEmpty();
        PredictionServed logged = awaitLogged(json.path("prediction_id").asString());
        assertThat(logged.candidates().getFirst().score())
                .isEqualTo(json.path("recommendation_score").asDouble());
        assertThat(logged.candidates().getFirst().keys())
                .isEqualTo(Map.of("user_id", "U1", "item_id", "A2"));
        assertThat(logged.states()).containsKey("user+item:U1|A2");
        // A swap is counted behind it.
        await().untilAsserted(() ->
                assertThat(inference.get("/actuator/prometheus").body())
                        .contains("flywheel_prediction_seconds_bucket")
                        .contains("flywheel_model_version{")
                        .contains("flywheel_online_lag{")
                        .contains("flywheel_model_swaps_total{")
                        .contains("flywheel_prediction_log_dropped_total"));
    }

    @Test
    void ranksTheCatalogueAndWarnsOfAnUnknownUser() throws IOException {
        RunningInference inference = servingVersionOne();

        HttpResponse<String> answer =
                inference.post("/models/" + model + "/rank", "{\"user_id\":\"stranger\"}");

        JsonNode json = Json.MAPPER.readTree(answer.body());
        assertThat(json.path("items")).hasSize(10);
        assertThat(json.path("warnings").path(0).asString())
                .isEqualTo("user_id 'stranger' is unknown: its features have their defaults");
        assertThat(awaitLogged(json.path("prediction_id").asString()).ranking())
                .hasSize(ShopFixtures.ITEMS);
    }

    @Test
    void swapsWhileRequestsFlowAndNoneFails() throws Exception {
        RunningInference inference = servingVersionOne();
        AtomicBoolean stop = new AtomicBoolean();
        ConcurrentLinkedQueue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(
                    Thread.startVirtualThread(() -> {
                        while (!stop.get()) {
                            answers.add(inference.post("/predict", REQUEST));
                        }
                    }));
        }
        await().until(() -> answers.size() > 100);

        publishChampion(2, bundle(2), bundle(1));
        awaitVersion(inference, 2);
        int afterSwap = answers.size();
        await().until(() -> answers.size() > afterSwap + 100);
        publishChampion(1, bundle(1), bundle(2));
        awaitVersion(inference, 1);
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(answers)
                .extracting(answer -> Json.MAPPER.readTree(answer.body()).path("version").asInt())
                .contains(1, 2);
        // The one that stays loaded is noted behind the swap.
        await().until(() -> inference.model(model).path("previous_version").asInt() == 2);
    }

    @Test
    void refusesAFlippedByteKeepsTheOldChampionAndHealsWhenTheFileDoes() throws IOException {
        RunningInference inference = servingVersionOne();
        ModelServing.Bundle second = bundle(2);
        Path plan = artifacts.resolve(second.artifactPath()).resolve("plan.bin");
        byte[] whole = Files.readAllBytes(plan);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 4;
        Files.write(plan, damaged);

        publishChampion(2, second);
        // It is soon loading again, and then refused again.
        String status =
                await().until(
                                () -> inference.model(model).path("status").asString(),
                                words -> words.contains("refused"));

        assertThat(status)
                .contains(
                        "refused version 2", "plan.bin", "SHA-256", second.files().get("plan.bin"));
        assertThat(versionOf(inference.post("/predict", REQUEST))).isEqualTo(1);
        Files.write(plan, whole);
        awaitVersion(inference, 2);
    }

    @Test
    void servesAGraphThatWasMadeElsewhere() throws IOException {
        RunningInference inference = servingVersionOne();
        ModelServing.Bundle graph =
                ShopFixtures.graphBundle(artifacts, "7/graph/artifacts/bundle", model);

        publishChampion(2, graph, bundle(1));
        awaitVersion(inference, 2);
        HttpResponse<String> answer = inference.post("/predict", REQUEST);

        JsonNode json = Json.MAPPER.readTree(answer.body());
        PredictionServed logged = awaitLogged(json.path("prediction_id").asString());
        assertThat(json.path("recommendation_score").asDouble())
                .isEqualTo(logged.candidates().getFirst().score())
                .isEqualTo(Classifiers.probability(12, 2, "A2"), within(1e-6));
        assertThat(inference.model(model).path("trainer").asString()).isEqualTo("onnx");
        publishChampion(1, bundle(1));
        awaitVersion(inference, 1);
        publishChampion(3, bundle(3));
        awaitVersion(inference, 3);
        assertThat(versionOf(inference.post("/predict", REQUEST))).isEqualTo(3);
    }

    @Test
    void waitsForTheOnlineFeaturesWhileKafkaAnswers() throws IOException {
        RunningInference inference = start();
        publishChampion(1, bundle(1));
        await().until(() -> inference.model(model).path("status").asString().contains("waiting"));
        assertThat(inference.post("/predict", REQUEST).statusCode()).isEqualTo(503);
        assertThat(inference.get("/actuator/health/readiness").statusCode()).isEqualTo(503);

        publishStates();

        awaitVersion(inference, 1);
        awaitReady(inference);
    }

    @Test
    void waitsWhileOnlineFeaturesLackAPartOfThePast() throws IOException {
        RunningInference inference = start();
        String topic = publishPartOfTheStates();
        publishChampion(1, bundle(1));
        await().until(() -> inference.model(model).path("status").asString().contains("waiting"));
        KafkaFixtures.sendTo(topic, PARTITIONS - 1, Topics.FILLED, new byte[] {1});
        await().during(Duration.ofSeconds(1))
                .until(() -> inference.model(model).path("version").asInt(0) == 0);

        IntStream.range(0, PARTITIONS - 1)
                .forEach(partition ->
                        KafkaFixtures.sendTo(topic, partition, Topics.FILLED, new byte[] {1}));

        awaitVersion(inference, 1);
    }

    @Test
    void answersAfterARestartWithEverythingElseDown() throws IOException {
        RunningInference first = servingVersionOne();
        String score = scoreOf(first.post("/predict", REQUEST));
        int fetched = registry.requests();
        first.close();
        registry.close();

        RunningInference second =
                keep(RunningInference.start(NOBODY, URI.create("http://" + NOBODY), state));
        awaitVersion(second, 1);

        assertThat(scoreOf(second.post("/predict", REQUEST))).isEqualTo(score);
        assertThat(second.post("/models/" + model + "/rank", "{\"user_id\":\"U1\"}").statusCode())
                .isEqualTo(200);
        // It gives up on each topic by itself, and on the models' perhaps last.
        awaitReady(second);
        assertThat(registry.requests()).isEqualTo(fetched);
    }

    @Test
    void asksForATokenWithTheScope() throws IOException {
        RunningInference inference = start();

        assertThat(inference.postWithoutToken("/predict", REQUEST).statusCode()).isEqualTo(401);
        assertThat(
                        inference
                                .postWith(TestTokens.token("events:write"), "/predict", REQUEST)
                                .statusCode())
                .isEqualTo(403);
    }

    private RunningInference servingVersionOne() throws IOException {
        RunningInference inference = start();
        publishStates();
        publishChampion(1, bundle(1));
        awaitVersion(inference, 1);
        return inference;
    }

    private RunningInference start() throws IOException {
        return keep(RunningInference.start(TestKafka.bootstrapServers(), registry.url(), state));
    }

    private RunningInference keep(RunningInference inference) {
        open.add(inference);
        return inference;
    }

    private ModelServing.Bundle bundle(int version) {
        return ShopFixtures.bundle(
                artifacts, "7/run" + version + "/artifacts/bundle", model, version);
    }

    private void publishChampion(int version, ModelServing.Bundle champion) {
        publish(Map.of(ModelServing.CHAMPION, version), Map.of(version, champion));
    }

    private void publishChampion(
            int version, ModelServing.Bundle champion, ModelServing.Bundle other) {
        publish(
                Map.of(ModelServing.CHAMPION, version),
                Map.of(version, champion, 3 - version, other));
    }

    private void publish(Map<String, Integer> aliases, Map<Integer, ModelServing.Bundle> versions) {
        KafkaFixtures.send(
                Topics.MODEL_EVENTS,
                Map.of(
                        model,
                        Json.bytes(
                                new ModelServing(
                                        model, REVISIONS.incrementAndGet(), aliases, versions))));
    }

    private void publishStates() {
        String topic = publishPartOfTheStates();
        IntStream.range(0, PARTITIONS)
                .forEach(partition ->
                        KafkaFixtures.sendTo(topic, partition, Topics.FILLED, new byte[] {1}));
    }

    /// The states, without the word that there are no more.
    private String publishPartOfTheStates() {
        var features = ShopFixtures.pipeline(model).featureSet();
        String topic = Topics.onlineFeatures(model, features.id());
        KafkaFixtures.create(topic, PARTITIONS);
        KafkaFixtures.send(topic, ShopFixtures.states(features));
        return topic;
    }

    private static void awaitReady(RunningInference inference) {
        await().until(() -> inference.get("/actuator/health/readiness").statusCode() == 200);
    }

    private void awaitVersion(RunningInference inference, int version) {
        await().until(() -> inference.model(model).path("version").asInt(0) == version);
    }

    private PredictionServed awaitLogged(String predictionId) {
        byte[] value = KafkaFixtures.awaitRecord(Topics.predictions(model), predictionId);
        return Json.read(value, PredictionServed.class);
    }

    private static int versionOf(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body()).path("version").asInt();
    }

    private static String scoreOf(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body()).path("recommendation_score").asString();
    }
}
