package dev.flywheel.registry;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Speaks HTTP to a running registry, as a script would.
public record RegistryClient(int port, String token) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String MLFLOW = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    /// A client that may do everything.
    public static RegistryClient admin(int port) {
        return withScopes(port, "models:read", "models:write", "models:promote", "webhooks:write");
    }

    /// A client of somebody else that may do everything.
    public static RegistryClient of(int port, String subject) {
        return new RegistryClient(
                port, TestTokens.tokenOf(subject, "models:read", "models:write", "models:promote"));
    }

    public static RegistryClient withScopes(int port, String... scopes) {
        return new RegistryClient(port, TestTokens.token(scopes));
    }

    public Answer post(String endpoint, Object body) {
        return send("POST", MLFLOW + endpoint, Json.bytes(body));
    }

    public Answer patch(String endpoint, Object body) {
        return send("PATCH", MLFLOW + endpoint, Json.bytes(body));
    }

    /// A DELETE with a body, as MLflow's clients send it.
    public Answer delete(String endpoint, Object body) {
        return send("DELETE", MLFLOW + endpoint, Json.bytes(body));
    }

    public Answer postRaw(String endpoint, String body) {
        return send("POST", MLFLOW + endpoint, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer get(String endpointAndQuery) {
        return send("GET", MLFLOW + endpointAndQuery, new byte[0]);
    }

    public Answer upload(String path, byte[] content) {
        return send("PUT", ARTIFACTS + "/" + path, content);
    }

    public Answer download(String path) {
        return send("GET", ARTIFACTS + "/" + path, new byte[0]);
    }

    public Answer list(String directory) {
        return send("GET", ARTIFACTS + "?path=" + directory, new byte[0]);
    }

    public Answer promote(String model, int version, Map<String, Object> body) {
        return send(
                "POST",
                "/models/%s/versions/%d/promote".formatted(model, version),
                Json.bytes(body));
    }

    public Answer rollBack(String model) {
        return send("POST", "/models/%s/rollback".formatted(model), new byte[0]);
    }

    /// A run of the default experiment.
    public String startRun() {
        return post("runs/create", Map.of("experiment_id", "0"))
                .json()
                .at("/run/info/run_id")
                .asString();
    }

    /// A model with a version whose bundle is whole and whose gate has this verdict.
    public int register(String model, String gate) {
        post("registered-models/create", Map.of("name", model));
        String bundle = uploadBundle(startRun());
        return post(
                        "model-versions/create",
                        Map.of(
                                "name",
                                model,
                                "source",
                                "mlflow-artifacts:/" + bundle,
                                "run_id",
                                bundle.split("/", -1)[1],
                                "tags",
                                List.of(
                                        Map.of("key", "flywheel.gate", "value", gate),
                                        Map.of(
                                                "key",
                                                "flywheel.gate.reasons",
                                                "value",
                                                "[\"auc 0.61 is below 0.75\"]"),
                                        Map.of("key", "flywheel.feature_set", "value", "f1"),
                                        Map.of("key", "flywheel.pipeline_hash", "value", "h1"))))
                .json()
                .at("/model_version/version")
                .asInt();
    }

    /// Uploads a whole bundle of a run, and gives its directory.
    public String uploadBundle(String runId) {
        String directory = "0/%s/artifacts/bundle".formatted(runId);
        Map<String, byte[]> files = bundle(runId);
        files.forEach((name, content) -> upload(directory + "/" + name, content));
        return directory;
    }

    /// A bundle's files by name, the manifest last.
    public static Map<String, byte[]> bundle(String content) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plan.bin", ("plan of " + content).getBytes(StandardCharsets.UTF_8));
        files.put("MLmodel", "flavors: {}".getBytes(StandardCharsets.UTF_8));
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, bytes) ->
                entries.put(name, Map.of("sha256", Digest.of(bytes).hex(), "bytes", bytes.length)));
        files.put("manifest.json", Json.bytes(Map.of("format", 1, "files", entries)));
        return files;
    }

    public Answer send(String method, String pathAndQuery, byte[] body) {
        return send(method, pathAndQuery, body, "Content-Type", "application/json");
    }

    /// Sends a body with headers of its own, names and values by turns.
    public Answer send(String method, String pathAndQuery, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + pathAndQuery))
                        .headers(headers)
                        .method(method, BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What the registry answered.
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.MAPPER.readTree(response.body());
        }

        /// The status and MLflow's error code and message, for one assertion.
        public String error() {
            return "%d %s: %s"
                    .formatted(
                            status(),
                            json().path("error_code").asString(),
                            json().path("message").asString());
        }

        /// The status and the last segment of the problem's type.
        public String problem() {
            String type = json().path("type").asString();
            return "%d %s".formatted(status(), type.substring(type.lastIndexOf('/') + 1));
        }
    }
}
