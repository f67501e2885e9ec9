package dev.flywheel.e2e;

import dev.flywheel.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A caller of the services with a token.
record Rest(Installation installation, String token, HttpClient http) {

    static final int INGESTION = 0;
    static final int FEATURE = 1;
    static final int REGISTRY = 3;
    static final int INFERENCE = 4;

    Rest(Installation installation, String token) {
        this(installation, token, HttpClient.newHttpClient());
    }

    /// An answer, whatever its status.
    record Answer(int status, JsonNode body) {}

    Answer get(int service, String path) {
        return send(request(service, path).GET().build());
    }

    Answer post(int service, String path, Map<String, ?> body) {
        return send(
                request(service, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                        .build());
    }

    private HttpRequest.Builder request(int service, String path) {
        URI uri = URI.create("http://127.0.0.1:" + installation.port(service) + path);
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            return new Answer(
                    answer.statusCode(),
                    Json.MAPPER.readTree(body.length == 0 ? "null".getBytes() : body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
