package dev.flywheel.inference;

import dev.flywheel.contracts.Json;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The whole service on a free port, and a client with a token.
final class RunningInference implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    private RunningInference(ConfigurableApplicationContext context) {
        this.context = context;
        this.url =
                "http://localhost:"
                        + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    static RunningInference start(String kafka, URI registry, Path state) throws IOException {
        Path token = Files.writeString(state.resolve("token"), RegistryDouble.TOKEN);
        SpringApplication application = new SpringApplication(InferenceApplication.class);
        return new RunningInference(
                application.run(
                        "--SERVER_PORT=0",
                        "--KAFKA_BOOTSTRAP_SERVERS=" + kafka,
                        "--REGISTRY_URL=" + registry,
                        "--FLYWHEEL_STATE_DIR=" + state,
                        "--FLYWHEEL_SERVICE_TOKEN_FILE=" + token,
                        "--FLYWHEEL_JWT_PUBLIC_KEY=" + TestTokens.publicKeyFile(),
                        "--INFERENCE_KAFKA_TIMEOUT=5s"));
    }

    HttpResponse<String> post(String path, String body) {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + TestTokens.token("predict"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postWith(String token, String path, String body) {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postWithoutToken(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) {
        return send(
                request(path)
                        .header("Authorization", "Bearer " + TestTokens.token("models:read"))
                        .GET());
    }

    /// What `GET /models` says of that model; a missing node if it says nothing.
    JsonNode model(String name) {
        for (JsonNode model : Json.MAPPER.readTree(get("/models").body())) {
            if (model.path("model").asString().equals(name)) {
                return model;
            }
        }
        return Json.MAPPER.missingNode();
    }

    @Override
    public void close() {
        context.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
