package dev.flywheel.registry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class TrackingIT {

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void hasTheDefaultExperimentFromTheStart() {
        JsonNode experiment =
                registry.get("experiments/get?experiment_id=0").json().at("/experiment");

        assertThat(experiment.path("name").asString()).isEqualTo("Default");
        assertThat(experiment.path("lifecycle_stage").asString()).isEqualTo("active");
    }

    @Test
    void refusesAnExperimentsNameThatIsTaken() {
        registry.post("experiments/create", Map.of("name", "taken"));

        assertThat(registry.post("experiments/create", Map.of("name", "taken")).error())
                .isEqualTo("400 RESOURCE_ALREADY_EXISTS: Experiment(name=taken) already exists.");
    }

    @Test
    void takesNumbersAsTextsAndTextsAsNumbers() {
        String run =
                registry.postRaw(
                                "runs/create",
                                """
                                {"experiment_id": 0, "start_time": "1700000000000", "unknown": {"x": 1}}
                                """)
                        .json()
                        .at("/run/info/run_uuid")
                        .asString();

        registry.postRaw(
                "runs/log-metric",
                "{\"run_uuid\": \"%s\", \"key\": \"m\", \"value\": \"0.5\", \"timestamp\": 7, \"step\": \"2\"}"
                        .formatted(run));

        JsonNode found = registry.get("runs/get?run_uuid=" + run).json().path("run");
        assertThat(found.at("/info/start_time").isIntegralNumber()).isTrue();
        assertThat(found.at("/info/start_time").asLong()).isEqualTo(1_700_000_000_000L);
        assertThat(found.at("/data/metrics/0").toString())
                .isEqualTo("{\"key\":\"m\",\"value\":0.5,\"timestamp\":7,\"step\":2}");
    }

    @Test
    void decodesABodyThatIsJsonInAJsonString() {
        String twice = "\"{\\\"experiment_id\\\": \\\"0\\\", \\\"run_name\\\": \\\"twice\\\"}\"";

        assertThat(
                        registry.postRaw("runs/create", twice)
                                .json()
                                .at("/run/info/run_name")
                                .asString())
                .isEqualTo("twice");
    }

    @Test
    void keepsAParametersFirstValueAndLogsNothingOfABatchThatChangesIt() {
        String run = registry.startRun();
        registry.post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "1"));

        var answer =
                registry.post(
                        "runs/log-batch",
                        Map.of(
                                "run_id",
                                run,
                                "metrics",
                                List.of(Map.of("key", "m", "value", 1, "timestamp", 1)),
                                "params",
                                List.of(Map.of("key", "p", "value", "2"))));

        assertThat(answer.error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Changing param values is not allowed. Param with key='p' was already logged with value='1' for run ID='%s'. Attempted logging new value '2'."
                                .formatted(run));
        assertThat(
                        registry.get("runs/get?run_id=" + run)
                                .json()
                                .at("/run/data/metrics")
                                .isMissingNode())
                .isTrue();
    }

    @Test
    void storesAPointOnceWhenItIsSentAgain() {
        String run = registry.startRun();
        Map<String, Object> point =
                Map.of("run_id", run, "key", "m", "value", "NaN", "timestamp", 5, "step", 1);

        registry.post("runs/log-metric", point);
        registry.post("runs/log-metric", point);

        assertThat(registry.get("metrics/get-history?metric_key=m&run_id=" + run).json().toString())
                .isEqualTo(
                        "{\"metrics\":[{\"key\":\"m\",\"value\":\"NaN\",\"timestamp\":5,\"step\":1}]}");
    }

    @Test
    void takesManyBatchesOfOneRunAtOnce() throws Exception {
        String run = registry.startRun();
        List<Integer> keys = IntStream.range(0, 50).boxed().toList();
        List<Callable<Integer>> batches =
                IntStream.range(0, 8)
                        .<Callable<Integer>>mapToObj(step -> {
                            List<Integer> shuffled = new ArrayList<>(keys);
                            Collections.shuffle(shuffled, new Random(step));
                            return () -> logAll(run, shuffled, step);
                        })
                        .toList();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : clients.invokeAll(batches)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        JsonNode metrics = registry.get("runs/get?run_id=" + run).json().at("/run/data/metrics");
        assertThat(metrics.valueStream().map(m -> m.path("step").asInt()))
                .hasSize(50)
                .containsOnly(7);
    }

    @Test
    void answersUnknownRunsExperimentsAndEndpoints() {
        assertThat(registry.get("runs/get?run_id=nope").error())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: Run with id=nope not found");
        assertThat(registry.post("runs/create", Map.of("experiment_id", "99999")).error())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=99999 exists");
        assertThat(registry.get("experiments/get?experiment_id=abc").error())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: No Experiment with id=abc exists");
        assertThat(registry.get("traces").error())
                .isEqualTo("404 ENDPOINT_NOT_FOUND: No endpoint GET /api/2.0/mlflow/traces");
        assertThat(registry.post("registered-models/get", Map.of()).error())
                .startsWith("404 ENDPOINT_NOT_FOUND");
    }

    @Test
    void namesWhatIsMissingOrMalformed() {
        assertThat(registry.post("experiments/create", Map.of("name", "")).error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Missing value for required parameter 'name'. See the API docs for more information about request parameters.");
        assertThat(registry.postRaw("runs/create", "{\"experiment_id\": ").error())
                .isEqualTo("400 BAD_REQUEST: The body is not JSON (line 1, column 19).");
        assertThat(registry.postRaw("runs/create", "[1]").error())
                .isEqualTo("400 BAD_REQUEST: The body must be a JSON object, and is a JSON array.");
        assertThat(registry.postRaw("runs/create", "{\"start_time\": \"soon\"}").error())
                .startsWith(
                        "400 INVALID_PARAMETER_VALUE: Invalid value \"soon\" for parameter 'start_time' supplied.");
        assertThat(registry.postRaw("experiments/create", "{\"name\": \"a\\u0000b\"}").error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: The parameter 'name' contains a character that can't be stored.");
        assertThat(
                        registry.postRaw(
                                        "experiments/create",
                                        "{\"name\": \"%s\"}".formatted("x".repeat(1_000_001)))
                                .error())
                .startsWith(
                        "400 INVALID_PARAMETER_VALUE: Batched logging API requests must be at most 1000000 bytes");
    }

    @Test
    void letsNobodyInWithoutATokenOrItsScope() {
        assertThat(new RegistryClient(port, "").get("runs/get?run_id=x").error())
                .isEqualTo("401 UNAUTHENTICATED: Send a token as 'Authorization: Bearer <token>'");
        assertThat(
                        RegistryClient.withScopes(port, "models:read")
                                .post("runs/create", Map.of())
                                .error())
                .isEqualTo("403 PERMISSION_DENIED: This call needs the scope models:write");
        assertThat(
                        RegistryClient.withScopes(port, "models:read")
                                .post("runs/search", Map.of())
                                .status())
                .isEqualTo(200);
        assertThat(new RegistryClient(port, "").send("GET", "/health", new byte[0]).text())
                .isEqualTo("OK");
        assertThat(registry.send("GET", "/version", new byte[0]).text()).isEqualTo("2.17.2");
    }

    private int logAll(String run, List<Integer> keys, int step) {
        List<Map<String, Object>> metrics =
                keys.stream()
                        .map(key ->
                                Map.<String, Object>of(
                                        "key",
                                        "m" + key,
                                        "value",
                                        key,
                                        "timestamp",
                                        1,
                                        "step",
                                        step))
                        .toList();
        return registry.post("runs/log-batch", Map.of("run_id", run, "metrics", metrics)).status();
    }
}
