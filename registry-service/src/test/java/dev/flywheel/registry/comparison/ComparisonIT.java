package dev.flywheel.registry.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.model.bundle.SlicedMetrics.Segment;
import dev.flywheel.model.bundle.SlicedMetrics.Slice;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class ComparisonIT {

    private static final String PIPELINE =
            "name: clicks\nfeatures:\n  clicks: { count: click, by: user%s }\n  item: { key: item }\n";

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void putsVersionsSideBySideAndMarksWhatDiffers() {
        registry.post("registered-models/create", Map.of("name", "compared"));
        trained("5", 0.81, bundle("", 0.30));
        trained("7", 0.83, bundle(", window: 7d", 0.35));
        carriedOver();
        registry.post(
                "registered-models/alias",
                Map.of("name", "compared", "alias", "challenger", "version", "1"));

        JsonNode comparison = compare("compared", "1,2,3");

        JsonNode versions = comparison.path("versions");
        assertThat(versions.findValuesAsString("version")).containsExactly("1", "2", "3");
        assertThat(versions.at("/0/aliases/0").asString()).isEqualTo("challenger");
        assertThat(versions.at("/0/gate/verdict").asString()).isEqualTo("passed");
        assertThat(versions.at("/0/trainer").asString()).isEqualTo("logistic-regression");
        assertThat(versions.at("/0/created_at").asString()).startsWith("20");
        assertThat(versions.at("/2/gate/verdict").asString()).isEqualTo("none");
        assertThat(versions.at("/2/bundle").asBoolean()).isFalse();
        assertThat(comparison.path("parameters").toString())
                .isEqualTo(
                        "[{\"name\":\"epochs\",\"values\":[\"5\",\"7\",null],\"differs\":true}]");
        assertThat(comparison.path("metrics").toString())
                .as("what slices and importance tell is told once")
                .isEqualTo("[{\"name\":\"auc\",\"values\":[0.81,0.83,null],\"differs\":true}]");
        assertThat(comparison.at("/slices/0/value").asString()).isEqualTo("red");
        assertThat(comparison.at("/slices/0/rows").toString()).isEqualTo("[12,12,null]");
        assertThat(comparison.at("/slices/0/metrics/0/values/1").asDouble()).isEqualTo(0.7);
        assertThat(comparison.at("/features/0/changes").toString())
                .isEqualTo("[\"same\",\"changed\",\"unknown\"]");
        assertThat(comparison.at("/features/0/definitions/1/window").asString()).isEqualTo("7d");
        assertThat(comparison.at("/features/0/importance").toString()).isEqualTo("[0.3,0.35,null]");
        assertThat(comparison.at("/features/1/changes/1").asString()).isEqualTo("same");
        assertThat(comparison.path("importance_metric").get(0).asString()).isEqualTo("auc");
    }

    @Test
    void refusesVersionsThatCantBeCompared() {
        registry.register("incomparable", "passed");
        registry.register("incomparable", "passed");

        assertThat(problem("incomparable?versions=1")).startsWith("400 invalid-value: ");
        assertThat(problem("incomparable")).startsWith("400 invalid-value: ").contains("names 0");
        assertThat(problem("incomparable?versions=1,2,1"))
                .isEqualTo("400 invalid-value: The parameter versions names version 1 twice");
        assertThat(problem("incomparable?versions=1,2,3,4,5,6,7,8,9,10,11"))
                .contains("names 11 versions; it must name 2 to 10");
        assertThat(problem("incomparable?versions=1,two")).contains("got 'two'");
        assertThat(problem("incomparable?versions=1,9")).startsWith("404 version-not-found: ");
        assertThat(problem("nothing?versions=1,2")).startsWith("404 model-not-found: ");
        assertThat(
                        RegistryClient.withScopes(port, "predict")
                                .send("GET", path("incomparable?versions=1,2"), new byte[0])
                                .status())
                .isEqualTo(403);
    }

    @Test
    void leavesOutWhatABundleSaysInAnotherShape() {
        registry.post("registered-models/create", Map.of("name", "odd"));
        Map<String, byte[]> odd = new LinkedHashMap<>();
        odd.put("pipeline.yaml", text("features: [none]"));
        odd.put("schema.json", text("{\"columns\":[{\"name\":\"price\"}]}"));
        odd.put("slices.json", text("{\"slices\":7}"));
        odd.put("importance.json", text("[1"));
        version("odd", upload(odd));
        registry.register("odd", "passed");

        JsonNode comparison = compare("odd", "1,2");

        assertThat(comparison.path("slices")).isEmpty();
        assertThat(comparison.at("/features/0/name").asString()).isEqualTo("price");
        assertThat(comparison.at("/features/0/changes").toString())
                .isEqualTo("[\"same\",\"unknown\"]");
    }

    private void trained(String epochs, double auc, Map<String, byte[]> bundle) {
        String run = upload(bundle);
        registry.post(
                "runs/log-batch",
                Map.of(
                        "run_id",
                        run,
                        "params",
                        List.of(Map.of("key", "epochs", "value", epochs)),
                        "metrics",
                        List.of(
                                metric("auc", auc),
                                metric("slice.colour.red.auc", 0.6),
                                metric("importance.clicks", 0.3))));
        version("compared", run);
    }

    private void carriedOver() {
        registry.post(
                "model-versions/create",
                Map.of("name", "compared", "source", "s3://elsewhere/model", "run_id", "f00"));
    }

    private void version(String model, String run) {
        registry.post(
                "model-versions/create",
                Map.of(
                        "name",
                        model,
                        "run_id",
                        run,
                        "source",
                        "mlflow-artifacts:/0/%s/artifacts/bundle".formatted(run),
                        "tags",
                        List.of(
                                Map.of("key", "flywheel.gate", "value", "passed"),
                                Map.of(
                                        "key",
                                        "flywheel.trainer",
                                        "value",
                                        "logistic-regression"))));
    }

    private static Map<String, Object> metric(String key, double value) {
        return Map.of("key", key, "value", value, "timestamp", 1, "step", 0);
    }

    private static Map<String, byte[]> bundle(String window, double loss) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("pipeline.yaml", text(PIPELINE.formatted(window)));
        files.put(
                "slices.json",
                Json.bytes(
                        new SlicedMetrics(
                                "test",
                                List.of(
                                        new Slice(
                                                "colour",
                                                List.of(
                                                        new Segment(
                                                                "red",
                                                                12,
                                                                0,
                                                                Map.of("auc", loss * 2))),
                                                null)))));
        files.put(
                "importance.json",
                Json.bytes(
                        new FeatureImportance(
                                FeatureImportance.PERMUTATION,
                                "auc",
                                "test",
                                0.8,
                                3,
                                12,
                                0,
                                42,
                                List.of(new Loss("clicks", loss, 0.01)))));
        return files;
    }

    /// Uploads a bundle of those files and its manifest to a new run.
    private String upload(Map<String, byte[]> files) {
        String run = registry.startRun();
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, content) -> {
            registry.upload("0/%s/artifacts/bundle/%s".formatted(run, name), content);
            entries.put(name, Map.of("sha256", Digest.of(content).hex(), "bytes", content.length));
        });
        registry.upload(
                "0/%s/artifacts/bundle/manifest.json".formatted(run),
                Json.bytes(Map.of("format", 1, "files", entries)));
        return run;
    }

    private JsonNode compare(String model, String versions) {
        return registry.send("GET", path(model + "?versions=" + versions), new byte[0]).json();
    }

    private String problem(String modelAndQuery) {
        var answer = registry.send("GET", path(modelAndQuery), new byte[0]);
        return answer.problem() + ": " + answer.json().path("detail").asString();
    }

    private static String path(String modelAndQuery) {
        String[] parts = modelAndQuery.split("\\?", -1);
        String query = parts.length > 1 ? "?" + parts[1] : "";
        return "/models/" + parts[0] + "/compare" + query;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
