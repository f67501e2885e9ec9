package dev.flywheel.registry.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class LineageIT {

    private static final Path PIPELINE = Path.of("../pipelines/click-recommendation.yaml");
    private static final String PROVENANCE =
            """
            {
              "run_id": "7c9e", "cause": "drift", "requested_by": "monitoring",
              "requested_at": "2026-01-01T00:00:00Z", "trained_at": "2026-01-01T00:01:00Z",
              "pipeline": "traced", "pipeline_hash": "h1", "feature_set": "f1",
              "snapshot": "s1", "snapshot_rows_sha256": "ab", "snapshot_lists_sha256": "cd",
              "first_event_time": "2025-01-01T00:00:00Z",
              "last_event_time": "2025-12-31T00:00:00Z", "archive_position": 2000,
              "snapshot_manifest": {"row_count": 10000, "positive_count": 2000, "list_count": 600},
              "seed": 42, "trainer": {"trainer": "factorization-machine", "factors": 8},
              "model_digest": "d1", "selected_by": "auc",
              "candidates": [
                {"trainer": "factorization-machine", "validation": {"auc": 0.9}, "chosen": true},
                {"trainer": "logistic-regression", "validation": {"auc": 0.7}, "chosen": false,
                 "lost": "auc 0.700000, the chosen one's is 0.900000"}
              ],
              "evaluations": {"winner": {"auc": 0.88}, "champion": {"auc": 0.8}},
              "gate": {"verdict": "passed", "reasons": [
                {"requirement": "auc at least 0.75", "passed": true, "text": "auc is 0.88"}]},
              "champion": 1,
              "expectations": [{"expectation": "rows at least 1000", "outcome": "MET"}],
              "environment": {"jdk": "25", "tribuo": "4.3.2", "cpu": "one"}
            }
            """;

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void tellsWhereAVersionComesFrom() throws IOException {
        registry.promote("traced", registry.register("traced", "passed"), Map.of());
        String run = registry.startRun();
        registry.post(
                "runs/log-batch",
                Map.of(
                        "run_id", run,
                        "params", List.of(Map.of("key", "factors", "value", "8")),
                        "metrics",
                                List.of(
                                        Map.of(
                                                "key",
                                                "auc",
                                                "value",
                                                0.88,
                                                "timestamp",
                                                1,
                                                "step",
                                                0))));
        int version = registerTraced(run);
        registry.promote("traced", version, Map.of("reason", "better"));

        JsonNode lineage = lineage("traced", version);

        assertThat(lineage.at("/registered/by").asString()).isEqualTo("tester");
        assertThat(lineage.at("/registered/status").asString()).isEqualTo("READY");
        assertThat(lineage.at("/pipeline/file").asString()).isEqualTo(Files.readString(PIPELINE));
        assertThat(lineage.at("/pipeline/hash").asString()).isEqualTo("h1");
        assertThat(lineage.at("/snapshot/rows").asLong()).isEqualTo(10_000);
        assertThat(lineage.at("/snapshot/rows_sha256").asString()).isEqualTo("ab");
        assertThat(lineage.at("/snapshot/first_event_time").asString())
                .isEqualTo("2025-01-01T00:00:00Z");
        assertThat(lineage.at("/run/id").asString()).isEqualTo("7c9e");
        assertThat(lineage.at("/run/requested_by").asString()).isEqualTo("monitoring");
        assertThat(lineage.at("/run/registry_run_id").asString()).isEqualTo(run);
        assertThat(lineage.at("/run/logged/status").asString()).isEqualTo("RUNNING");
        assertThat(lineage.at("/training/parameters/factors").asString()).isEqualTo("8");
        assertThat(lineage.at("/training/metrics/auc").asDouble()).isEqualTo(0.88);
        assertThat(lineage.at("/training/environment/tribuo").asString()).isEqualTo("4.3.2");
        assertThat(lineage.at("/selection/candidates/1/lost").asString()).contains("0.7");
        assertThat(lineage.at("/judgement/parent_champion").asInt()).isEqualTo(1);
        assertThat(lineage.at("/judgement/gate/verdict").asString()).isEqualTo("passed");
        assertThat(lineage.at("/judgement/expectations/0/outcome").asString()).isEqualTo("MET");
        assertThat(lineage.path("audit").findValuesAsString("reason")).containsExactly("better");
        assertThat(lineage.at("/audit/0/from_version").asInt()).isEqualTo(1);
        assertThat(lineage.path("reproductions").isEmpty()).isTrue();
        assertThat(lineage.at("/serving/aliases").toString()).isEqualTo("[\"champion\"]");
        JsonNode before = lineage("traced", 1);
        assertThat(before.at("/serving/aliases").toString()).isEqualTo("[]");
        assertThat(before.path("audit")).hasSize(2);
    }

    @Test
    void tellsWhatIsKnownOfAVersionThatAnotherClientRegistered() {
        registry.post("registered-models/create", Map.of("name", "untold"));
        registry.post(
                "model-versions/create",
                Map.of(
                        "name", "untold",
                        "source", "s3://bucket/m",
                        "run_id", "0123456789abcdef0123456789abcdef",
                        "tags", List.of(Map.of("key", "team", "value", "blue"))));

        JsonNode lineage = lineage("untold", 1);

        assertThat(lineage.propertyNames())
                .containsExactly(
                        "model",
                        "version",
                        "registered",
                        "run",
                        "audit",
                        "reproductions",
                        "serving");
        assertThat(lineage.at("/registered/tags/team").asString()).isEqualTo("blue");
        assertThat(lineage.path("run").propertyNames()).containsExactly("registry_run_id");
        assertThat(registry.send("GET", "/models/untold/versions/2/lineage", new byte[0]).problem())
                .isEqualTo("404 version-not-found");
    }

    private JsonNode lineage(String model, int version) {
        var answer =
                registry.send(
                        "GET",
                        "/models/%s/versions/%d/lineage".formatted(model, version),
                        new byte[0]);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private int registerTraced(String run) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("pipeline.yaml", Files.readAllBytes(PIPELINE));
        files.put("provenance.json", PROVENANCE.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, bytes) ->
                entries.put(name, Map.of("sha256", Digest.of(bytes).hex(), "bytes", bytes.length)));
        files.put("manifest.json", Json.bytes(Map.of("format", 1, "files", entries)));
        String directory = "0/%s/artifacts/bundle".formatted(run);
        files.forEach((name, bytes) -> registry.upload(directory + "/" + name, bytes));
        return registry.post(
                        "model-versions/create",
                        Map.of(
                                "name",
                                "traced",
                                "source",
                                "mlflow-artifacts:/" + directory,
                                "run_id",
                                run,
                                "tags",
                                List.of(
                                        Map.of(
                                                "key", "flywheel.gate",
                                                "value", "passed"))))
                .json()
                .at("/model_version/version")
                .asInt();
    }
}
