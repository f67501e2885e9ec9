package dev.flywheel.cli.client;

import dev.flywheel.contracts.Json;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// JSON and files over HTTP to the six services. Safe for use by many threads.
public final class Api implements AutoCloseable {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// A fold of the whole archive may stand before the first byte.
    private static final Duration LONGEST = Duration.ofHours(6);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
    private final Endpoints endpoints;
    private final Supplier<String> token;

    public Api(Endpoints endpoints, Supplier<String> token) {
        this.endpoints = endpoints;
        this.token = token;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /// Reads.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public JsonNode get(ServiceName service, String path) {
        return send(service, request(service, path).GET().build());
    }

    /// Creates or asks.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public JsonNode post(ServiceName service, String path, Object body) {
        return send(service, request(service, path).POST(json(body)).build());
    }

    /// Creates or asks, where one success is not like another.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public Answer ask(ServiceName service, String path, Object body) {
        return answer(
                service,
                request(service, path).POST(json(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /// Asks with text of another kind than JSON.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public JsonNode post(ServiceName service, String path, String contentType, String body) {
        return send(
                service,
                request(service, path)
                        .setHeader(CONTENT_TYPE, contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /// Sets.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public JsonNode put(ServiceName service, String path, Object body) {
        return send(service, request(service, path).PUT(json(body)).build());
    }

    /// Sends a file and writes the answer to another one, as neither need fit into memory. The
    /// answer may take its time.
    ///
    /// @throws ApiException if the answer is not of the 200s; nothing is written then
    public void post(ServiceName service, String path, Path body, String contentType, Path answer)
            throws IOException {
        HttpRequest request =
                request(service, path)
                        .timeout(LONGEST)
                        .setHeader(CONTENT_TYPE, contentType)
                        .setHeader("Accept", "*/*")
                        .POST(HttpRequest.BodyPublishers.ofFile(body))
                        .build();
        Path partial = answer.resolveSibling(answer.getFileName() + ".partial");
        try {
            send(service, request, toFile(partial));
            Files.move(partial, answer, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /// Reads into a file.
    ///
    /// @throws ApiException if the answer is not of the 200s; nothing is written then
    public void download(ServiceName service, String path, Path into) {
        HttpRequest request =
                request(service, path).timeout(LONGEST).setHeader("Accept", "*/*").GET().build();
        send(service, request, toFile(into));
    }

    /// Creates from a file.
    ///
    /// @throws ApiException if the answer is not of the 200s
    public Answer upload(ServiceName service, String path, Path body, String contentType)
            throws IOException {
        HttpRequest request =
                request(service, path)
                        .timeout(LONGEST)
                        .setHeader(CONTENT_TYPE, contentType)
                        .POST(HttpRequest.BodyPublishers.ofFile(body))
                        .build();
        return answer(service, request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse.BodyHandler<byte[]> toFile(Path file) {
        return head ->
                head.statusCode() / 100 == 2
                        ? HttpResponse.BodySubscribers.mapping(
                                HttpResponse.BodySubscribers.ofFile(file), _ -> new byte[0])
                        : HttpResponse.BodySubscribers.ofByteArray();
    }

    private HttpRequest.Builder request(ServiceName service, String path) {
        return HttpRequest.newBuilder(endpoints.of(service, path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token.get())
                .header(CONTENT_TYPE, "application/json")
                .header("Accept", "application/json, application/problem+json");
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
    }

    private JsonNode send(ServiceName service, HttpRequest request) {
        return send(service, request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode send(
            ServiceName service, HttpRequest request, HttpResponse.BodyHandler<byte[]> handler) {
        return answer(service, request, handler).body();
    }

    private Answer answer(
            ServiceName service, HttpRequest request, HttpResponse.BodyHandler<byte[]> handler) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, handler);
        } catch (IOException e) {
            throw new ApiException(
                    0,
                    "%s does not answer at %s (%s): see ./flywheel status and ./flywheel logs %s"
                            .formatted(
                                    service.shortName(),
                                    request.uri(),
                                    e.getClass().getSimpleName(),
                                    service.shortName()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + service.shortName(), e);
        }
        JsonNode body = body(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new ApiException(
                    response.statusCode(),
                    "%s %s at %s: %d %s"
                            .formatted(
                                    request.method(),
                                    request.uri().getPath(),
                                    service.shortName(),
                                    response.statusCode(),
                                    reason(body)),
                    body);
        }
        return new Answer(response.statusCode(), body);
    }

    private static JsonNode body(byte[] bytes) {
        try {
            return bytes.length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(bytes);
        } catch (JacksonException _) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private static String reason(JsonNode problem) {
        List<String> parts = new ArrayList<>();
        for (String member : List.of("title", "detail", "error_code", "message")) {
            String text = problem.path(member).asString("");
            if (!text.isEmpty()) {
                parts.add(text);
            }
        }
        List<String> mistakes = new ArrayList<>();
        problem.path("errors").forEach(each -> mistakes.add(mistake(each)));
        if (mistakes.stream().anyMatch(problem.path("detail").asString("")::contains)) {
            parts.remove(problem.path("detail").asString("")); // it tells the same in one line
        }
        return String.join(": ", parts)
                + mistakes.stream().map("\n  "::concat).collect(Collectors.joining());
    }

    private static String mistake(JsonNode error) {
        String message = error.path("message").asString("");
        String field = error.path("field").asString("");
        if (!message.isEmpty()) {
            return field.isEmpty() ? message : field + ": " + message;
        }
        return error.isString() ? error.asString() : error.toString();
    }

    /// A service's answer.
    ///
    /// @param status of the 200s
    public record Answer(int status, JsonNode body) {

        /// Whether the service took note of it and has not done it yet.
        public boolean isAcceptedOnly() {
            return status == HttpURLConnection.HTTP_ACCEPTED;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
