package dev.flywheel.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class ModelVersionIT {

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void numbersTheVersionsOfManyClientsWithoutGapOrRepetition() throws Exception {
        registry.post("registered-models/create", Map.of("name", "crowded"));
        List<Callable<Integer>> clients =
                IntStream.range(0, 50)
                        .<Callable<Integer>>mapToObj(
                                i -> () -> create("crowded", "s3://bucket/" + i, null).asInt())
                        .toList();

        List<Integer> numbers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : threads.invokeAll(clients)) {
                numbers.add(answer.get());
            }
        }

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void findsTheVersionOfARunAgain() {
        registry.post("registered-models/create", Map.of("name", "retried"));
        String run = registry.startRun();
        String source = "mlflow-artifacts:/" + registry.uploadBundle(run);

        JsonNode first = create("retried", source, run);
        JsonNode second = create("retried", source, run);
        JsonNode other = create("retried", source, registry.startRun());

        assertThat(second).isEqualTo(first);
        assertThat(other.asInt()).isEqualTo(2);
    }

    @Test
    void isPendingUntilItsBundleIsWhole() {
        registry.post("registered-models/create", Map.of("name", "pending"));
        String run = registry.startRun();
        String directory = "0/%s/artifacts/bundle".formatted(run);
        Map<String, byte[]> files = RegistryClient.bundle(run);
        byte[] plan = files.getOrDefault("plan.bin", new byte[0]);
        files.forEach((name, content) -> {
            if (!name.equals("plan.bin")) {
                registry.upload(directory + "/" + name, content);
            }
        });

        registry.post(
                "model-versions/create",
                Map.of(
                        "name",
                        "pending",
                        "source",
                        "runs:/%s/bundle".formatted(run),
                        "run_id",
                        run));
        assertThat(version("pending", 1).path("status").asString())
                .isEqualTo("PENDING_REGISTRATION");

        registry.upload(directory + "/plan.bin", bytes("half of the plan"));
        assertThat(version("pending", 1).path("status_message").asString())
                .startsWith("The bundle's file plan.bin has SHA-256 ");

        registry.upload(directory + "/plan.bin", plan);

        assertThat(version("pending", 1).path("status").asString()).isEqualTo("READY");
        assertThat(version("pending", 1).has("status_message")).isFalse();
        assertThat(version("pending", 1).path("source").asString())
                .isEqualTo("runs:/%s/bundle".formatted(run));
    }

    @Test
    void sealsTheFilesOfAWholeBundle() {
        registry.register("sealed", "passed");
        String bundle = directory(version("sealed", 1));

        var changed = registry.upload(bundle + "/plan.bin", bytes("another plan"));
        var same =
                registry.upload(
                        bundle + "/plan.bin",
                        registry.download(bundle + "/plan.bin").response().body());

        assertThat(changed.error()).startsWith("409 RESOURCE_CONFLICT: The file '" + bundle);
        assertThat(same.status()).isEqualTo(200);
    }

    @Test
    void takesAModelThatIsNotFlywheels() {
        registry.post("registered-models/create", Map.of("name", "foreign"));
        String run = registry.startRun();
        registry.upload("0/%s/artifacts/model/MLmodel".formatted(run), bytes("flavors: {}"));

        create("foreign", "mlflow-artifacts:/0/%s/artifacts/model".formatted(run), run);

        assertThat(version("foreign", 1).path("status").asString()).isEqualTo("READY");
        assertThat(registry.promote("foreign", 1, Map.of("force", true, "reason", "x")).problem())
                .isEqualTo("409 version-not-ready");
    }

    @Test
    void refusesSourcesThatLeadElsewhere() {
        registry.post("registered-models/create", Map.of("name", "sources"));

        for (String source :
                List.of(
                        "mlflow-artifacts:/0/../../etc",
                        "mlflow-artifacts:/0/%2e%2E/x",
                        "/etc/passwd",
                        "file:///etc/passwd",
                        "..")) {
            assertThat(
                            registry.post(
                                            "model-versions/create",
                                            Map.of("name", "sources", "source", source))
                                    .error())
                    .as(source)
                    .startsWith("400 INVALID_PARAMETER_VALUE: Invalid");
        }
    }

    @Test
    void answersWhatIsNotThereWithMlflowsWords() {
        registry.post("registered-models/create", Map.of("name", "words"));

        assertThat(registry.post("registered-models/create", Map.of("name", "words")).error())
                .isEqualTo(
                        "400 RESOURCE_ALREADY_EXISTS: Registered Model (name=words) already exists.");
        assertThat(registry.get("registered-models/get?name=nope").error())
                .isEqualTo(
                        "404 RESOURCE_DOES_NOT_EXIST: Registered Model with name=nope not found");
        assertThat(registry.get("model-versions/get?name=words&version=3").error())
                .isEqualTo(
                        "404 RESOURCE_DOES_NOT_EXIST: Model Version (name=words, version=3) not found");
        assertThat(registry.get("model-versions/get?name=words&version=x").error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Model version must be an integer, got 'x'");
        assertThat(registry.get("registered-models/alias?name=words&alias=a").error())
                .isEqualTo("400 INVALID_PARAMETER_VALUE: Registered model alias a not found.");
        assertThat(registry.post("registered-models/create", Map.of("name", "a/b")).status())
                .isEqualTo(400);
    }

    @Test
    void searchesVersionsOfARun() {
        registry.register("of-run", "passed");
        String run = version("of-run", 1).path("run_id").asString();

        JsonNode found =
                registry.get("model-versions/search?max_results=10&filter=run_id%3D'" + run + "'")
                        .json();

        assertThat(found.at("/model_versions/0/name").asString()).isEqualTo("of-run");
    }

    @Test
    void writesTheGatesVerdictOnce() {
        registry.register("tagged", "failed");
        var set = Map.of("name", "tagged", "version", 1, "key", "owner", "value", "ada");
        var gate = new HashMap<String, Object>(set);
        gate.putAll(Map.of("key", "flywheel.gate", "value", "passed"));

        assertThat(registry.post("model-versions/set-tag", set).text()).isEqualTo("{}");
        var changed = registry.post("model-versions/set-tag", gate);
        var deleted = registry.delete("model-versions/delete-tag", gate);
        gate.put("value", "failed");
        var same = registry.post("model-versions/set-tag", gate);

        assertThat(changed.error())
                .isEqualTo(
                        "400 INVALID_PARAMETER_VALUE: Changing the tag 'flywheel.gate' is not allowed. It was written once as 'failed' for Model Version (name=tagged, version=1), and decides what may serve. Register a new version instead.");
        assertThat(deleted.error()).isEqualTo(changed.error());
        assertThat(same.status()).isEqualTo(200);
        assertThat(version("tagged", 1).path("tags").toString())
                .contains("{\"key\":\"flywheel.gate\",\"value\":\"failed\"}")
                .contains("{\"key\":\"owner\",\"value\":\"ada\"}");

        assertThat(registry.delete("model-versions/delete-tag", set).text()).isEqualTo("{}");
        assertThat(registry.delete("model-versions/delete-tag", set).text()).isEqualTo("{}");
        assertThat(version("tagged", 1).path("tags").toString()).doesNotContain("owner");
    }

    private JsonNode create(String model, String source, @Nullable String run) {
        Map<String, Object> asked = new HashMap<>(Map.of("name", model, "source", source));
        if (run != null) {
            asked.put("run_id", run);
        }
        return registry.post("model-versions/create", asked).json().at("/model_version/version");
    }

    private JsonNode version(String model, int number) {
        return registry.get("model-versions/get?name=%s&version=%d".formatted(model, number))
                .json()
                .path("model_version");
    }

    private static String directory(JsonNode version) {
        return version.path("source").asString().substring("mlflow-artifacts:/".length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
