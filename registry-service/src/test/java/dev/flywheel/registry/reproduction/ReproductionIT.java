package dev.flywheel.registry.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionOutcome.Difference;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class ReproductionIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry =
                RegistryClient.withScopes(
                        port, "models:read", "models:write", "models:promote", "runs:write");
    }

    @Test
    void asksTrainingOnceAndKeepsWhatCameOfIt() throws Exception {
        registry.register("remade", "passed");
        Callable<Answer> request = () -> reproduce("remade", 1);

        List<String> ids = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(List.of(request, request, request))) {
                assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(202);
                ids.add(answer.get().json().path("id").asString());
            }
        }

        assertThat(ids).hasSize(3).containsOnly(ids.getFirst());
        ReproductionRequested asked = requests("remade", 1).getFirst();
        assertThat(asked.reproductionId()).isEqualTo(ids.getFirst());
        assertThat(asked.version()).isEqualTo(1);
        assertThat(asked.bundle().files()).containsOnlyKeys("plan.bin", "MLmodel", "manifest.json");
        assertThat(registry.download(asked.bundle().artifactPath() + "/plan.bin").status())
                .isEqualTo(200);
        JsonNode waiting = reproductions("remade").get(0);
        assertThat(waiting.path("state").asString()).isEqualTo("requested");
        assertThat(waiting.path("requested_by").asString()).isEqualTo("tester");
        assertThat(waiting.has("verdict")).isFalse();

        conclude(ids.getFirst(), Verdict.REPRODUCED_NUMERICALLY);
        conclude(ids.getFirst(), Verdict.DIFFERENT);

        JsonNode ended = reproductions("remade").get(0);
        assertThat(ended.path("state").asString()).isEqualTo("ended");
        assertThat(ended.path("verdict").asString()).isEqualTo("reproduced numerically");
        assertThat(ended.at("/differences/0").toString())
                .isEqualTo("{\"what\":\"jdk\",\"original\":\"24\",\"rebuilt\":\"25\"}");
        assertThat(ended.path("started_at").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(tag("remade")).isEqualTo("reproduced numerically");

        String again = reproduce("remade", 1).json().path("id").asString();
        assertThat(again).isNotEqualTo(ids.getFirst());
        assertThat(requests("remade", 2)).hasSize(2);
        conclude(again, Verdict.IDENTICAL);
        assertThat(tag("remade")).isEqualTo("identical");
        assertThat(reproductions("remade").valueStream().map(each -> each.path("id").asString()))
                .containsExactly(again, ids.getFirst());
    }

    @Test
    void refusesWhatCannotBeMadeAgain() {
        registry.post("registered-models/create", Map.of("name", "unmakable"));
        registry.post(
                "model-versions/create", Map.of("name", "unmakable", "source", "s3://bucket/m"));

        Answer refused = reproduce("unmakable", 1);

        assertThat(refused.problem()).isEqualTo("409 version-not-reproducible");
        assertThat(refused.json().path("model").asString()).isEqualTo("unmakable");
        assertThat(reproduce("unmakable", 2).problem()).isEqualTo("404 version-not-found");
        assertThat(reproduce("never-heard-of", 1).problem()).isEqualTo("404 model-not-found");
        assertThat(
                        registry.send(
                                        "GET",
                                        "/models/unmakable/versions/1/reproductions?limit=0",
                                        new byte[0])
                                .problem())
                .isEqualTo("400 invalid-value");
        assertThat(conclude(UUID.randomUUID().toString(), Verdict.IDENTICAL).problem())
                .isEqualTo("404 reproduction-not-found");
        assertThat(
                        RegistryClient.admin(port)
                                .send("POST", "/models/unmakable/versions/1/reproduce", new byte[0])
                                .problem())
                .isEqualTo("403 scope-missing");
    }

    private Answer reproduce(String model, int version) {
        return registry.send(
                "POST", "/models/%s/versions/%d/reproduce".formatted(model, version), new byte[0]);
    }

    private JsonNode reproductions(String model) {
        return registry.send(
                        "GET", "/models/%s/versions/1/reproductions".formatted(model), new byte[0])
                .json();
    }

    private Answer conclude(String id, Verdict verdict) {
        ReproductionOutcome outcome =
                new ReproductionOutcome(
                        verdict,
                        "In a sentence.",
                        "d",
                        1e-9,
                        List.of(new Difference("jdk", "24", "25")),
                        START,
                        START.plusSeconds(9));
        return registry.send("PUT", "/reproductions/%s/outcome".formatted(id), Json.bytes(outcome));
    }

    private String tag(String model) {
        return registry.get("model-versions/get?name=%s&version=1".formatted(model))
                .json()
                .at("/model_version/tags")
                .valueStream()
                .filter(tag -> tag.path("key").asString().equals("flywheel.reproduced"))
                .map(tag -> tag.path("value").asString())
                .findFirst()
                .orElse("");
    }

    /// Reads the topic as training does, until it has so many requests about a model.
    private static List<ReproductionRequested> requests(String model, int count) {
        Map<String, Object> config = Map.of("bootstrap.servers", TestKafka.bootstrapServers());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(Topics.REPRODUCTION_REQUESTS, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ReproductionRequested> requests = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(record -> {
                                    if (record.key().equals(model)) {
                                        requests.add(
                                                Json.read(
                                                        record.value(),
                                                        ReproductionRequested.class));
                                    }
                                });
                        return requests.size() >= count;
                    });
            return requests;
        }
    }
}
