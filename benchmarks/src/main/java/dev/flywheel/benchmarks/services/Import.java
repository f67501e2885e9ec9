package dev.flywheel.benchmarks.services;

import dev.flywheel.contracts.Json;
import dev.flywheel.standalone.StandaloneSettings;
import dev.flywheel.standalone.security.TokenIssuer;
import dev.flywheel.standalone.service.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An import of clicks over REST, and how long it takes until each part has them all.
final class Import {

    private static final String PIPELINE = "/pipelines/click-recommendation";
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration STANDSTILL = Duration.ofMinutes(5);
    private static final List<String> PARTS = List.of("sent", "archive", "online", "rows");

    private final HttpClient client = HttpClient.newHttpClient();
    private final StandaloneSettings settings;
    private final String token;

    Import(StandaloneSettings settings) throws IOException {
        this.settings = settings;
        this.token =
                TokenIssuer.open(settings.home().keys(), InstantSource.system())
                        .token(
                                "benchmark",
                                List.of("events:write", "features:read"),
                                Duration.ofHours(12));
    }

    void putItems(Path ndjson) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(ServiceName.INGESTION, "/entities/item")
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofFile(ndjson));
        send(request);
    }

    /// Imports the file; the seconds from the request until each part has that many clicks.
    Map<String, Double> seconds(String file, int clicks) throws IOException, InterruptedException {
        Map<String, String> body = Map.of("import", "clicks", "path", file);
        Map<String, Long> before = counts();
        long begin = System.nanoTime();
        JsonNode started =
                send(
                        request(ServiceName.INGESTION, "/imports")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
        String id = started.path("id").asString("");
        Map<String, Double> seconds = new LinkedHashMap<>();
        Map<String, Long> latest = Map.of();
        long moved = begin;
        while (seconds.size() < PARTS.size()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            Map<String, Long> counts = counts();
            counts.put("sent", sent(id));
            long now = System.nanoTime();
            for (String part : PARTS) {
                if (counts.getOrDefault(part, 0L) - before.getOrDefault(part, 0L) >= clicks
                        && !seconds.containsKey(part)) {
                    seconds.put(part, (now - begin) / 1e9);
                }
            }
            moved = counts.equals(latest) ? moved : now;
            latest = counts;
            if (now - moved > STANDSTILL.toNanos()) {
                throw new IllegalStateException("Nothing moves any more at " + counts);
            }
        }
        return seconds;
    }

    private long sent(String id) throws IOException, InterruptedException {
        JsonNode sent = send(request(ServiceName.INGESTION, "/imports/" + id).GET());
        if (sent.path("status").asString("").equals("FAILED")) {
            throw new IllegalStateException("The import failed: " + sent);
        }
        return sent.path("accepted").asLong(0);
    }

    private Map<String, Long> counts() throws IOException, InterruptedException {
        JsonNode archive = send(request(ServiceName.FEATURE, "/archive").GET());
        JsonNode online = send(request(ServiceName.FEATURE, "/online").GET());
        Map<String, Long> counts = new HashMap<>();
        counts.put("archive", archive.path("events").asLong(0));
        counts.put("rows", archive.path("rows_prepared").asLong(0));
        // Events are applied once they have entered, and done once nothing waits between the
        // stages.
        counts.put("online", online.path("applied").asLong(0) - online.path("lag").asLong(1));
        return counts;
    }

    private HttpRequest.Builder request(ServiceName service, String path) {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d%s%s"
                                .formatted(settings.ports().of(service), PIPELINE, path));
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofByteArray());
        @Nullable JsonNode body = Json.MAPPER.readTree(answer.body());
        if (answer.statusCode() / 100 != 2 || body == null) {
            throw new IllegalStateException(
                    "%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), body));
        }
        return body;
    }
}
