package dev.flywheel.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Scope;
import dev.flywheel.testsupport.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Calls the service as a producer of events does.
final class IngestionClient {

    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    private static final String IMPORTS = "/pipelines/clicks/imports";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    IngestionClient(int port, String token) {
        this.base = "http://localhost:" + port;
        this.token = token;
    }

    IngestionClient(int port) {
        this(port, TestTokens.token(Scope.EVENTS_WRITE));
    }

    Answer post(String path, String type, String body) {
        return send("POST", path, type, BodyPublishers.ofString(body));
    }

    Answer post(String path, String type, byte[] body) {
        return send("POST", path, type, BodyPublishers.ofByteArray(body));
    }

    /// Without a Content-Length.
    Answer postChunked(String path, String type, byte[] body) {
        return send(
                "POST",
                path,
                type,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    Answer put(String path, String body) {
        return send("PUT", path, JSON, BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }

    Answer get(String path) {
        return send("GET", path, JSON, BodyPublishers.noBody());
    }

    private Answer send(String method, String path, String type, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", type)
                        .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " had no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String body, HttpResponse<String> response) {

        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        String text(String member) {
            return json().path(member).asString();
        }

        int number(String member) {
            return json().path(member).intValue();
        }
    }

    /// Asks for an import of clicks.
    Answer startImport(String body) {
        return post(IMPORTS, JSON, body);
    }

    /// The import of clicks once it has ended.
    Answer imported(String body) {
        Answer started = startImport(body);
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        return finished(started.text("id"));
    }

    /// The import with that id once it has ended.
    Answer finished(String id) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> get(IMPORTS + "/" + id),
                        answer -> List.of("SUCCEEDED", "FAILED").contains(answer.text("status")));
    }
}
