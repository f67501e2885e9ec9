package dev.flywheel.registry.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryClient.Answer;
import dev.flywheel.registry.RegistryIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@RegistryIntegrationTest
class OnnxDownloadIT {

    private static final byte[] GRAPH = {8, 8, 0, -1};

    @LocalServerPort int port;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void givesTheGraphOfAVersionThatHasOne() {
        int version = register("graphs", "model.onnx", GRAPH);

        Answer answer = onnx("graphs", version);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo(GRAPH);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .contains("application/octet-stream");
        assertThat(answer.response().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"graphs-1.onnx\"");
    }

    @Test
    void saysWhyAVersionHasNone() {
        int trees =
                register(
                        "trees",
                        "provenance.json",
                        "{\"onnx\":\"not exported: boosted trees\"}"
                                .getBytes(StandardCharsets.UTF_8));
        registry.post("registered-models/create", Map.of("name", "graph-elsewhere"));
        registry.post(
                "model-versions/create",
                Map.of("name", "graph-elsewhere", "source", "s3://bucket/x"));

        Answer noted = onnx("trees", trees);
        Answer elsewhere = onnx("graph-elsewhere", 1);

        assertThat(noted.problem()).isEqualTo("404 no-onnx-graph");
        assertThat(noted.json().path("detail").asString())
                .isEqualTo("Version 1 of trees has no ONNX graph: not exported: boosted trees");
        assertThat(elsewhere.json().path("detail").asString())
                .isEqualTo(
                        "Version 1 of graph-elsewhere has no ONNX graph: its files lie elsewhere, at s3://bucket/x");
        assertThat(onnx("graph-elsewhere", 7).problem()).isEqualTo("404 version-not-found");
        assertThat(
                        RegistryClient.withScopes(port, "predict")
                                .send("GET", "/models/trees/versions/1/onnx", new byte[0])
                                .status())
                .isEqualTo(403);
    }

    private Answer onnx(String model, int version) {
        return registry.send(
                "GET", "/models/%s/versions/%d/onnx".formatted(model, version), new byte[0]);
    }

    /// A version of which one file matters.
    private int register(String model, String file, byte[] content) {
        registry.post("registered-models/create", Map.of("name", model));
        String run = registry.startRun();
        String directory = "0/%s/artifacts/bundle".formatted(run);
        registry.upload(directory + "/" + file, content);
        return registry.post(
                        "model-versions/create",
                        Map.of(
                                "name", model,
                                "source", "mlflow-artifacts:/" + directory,
                                "run_id", run))
                .json()
                .at("/model_version/version")
                .asInt();
    }
}
