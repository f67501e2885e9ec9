package dev.flywheel.training;

import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.testsupport.TestTokens;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/// Calls the service under test as a user with the right scopes does.
record RunsClient(int port) {

    JsonNode run(String body) {
        return ended(start(body).path("run_id").asString());
    }

    JsonNode run(String pipeline, String body) {
        JsonNode started = post("/pipelines/" + pipeline + "/runs", body);
        return ended(started.path("run_id").asString());
    }

    JsonNode start(String body) {
        return post("/pipelines/clicks/runs", body);
    }

    JsonNode cancel(String id) {
        return post("/runs/" + id + "/cancel", "");
    }

    JsonNode ended(String id) {
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> get(id), RunsClient::hasEnded);
    }

    static boolean hasEnded(JsonNode run) {
        return run.has("finished_at");
    }

    List<JsonNode> list() {
        return read(client().get().uri("/runs?pipeline=clicks")).valueStream().toList();
    }

    JsonNode get(String id) {
        return read(client().get().uri("/runs/" + id));
    }

    JsonNode validation(String id) {
        return get(id + "/validation");
    }

    JsonNode suggestion() {
        return read(client().get().uri("/pipelines/clicks/suggested-expectations"));
    }

    private JsonNode post(String path, String body) {
        return read(client().post().uri(path).contentType(MediaType.APPLICATION_JSON).body(body));
    }

    private RestClient client() {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultHeader(
                        "Authorization", "Bearer " + TestTokens.token("runs:write", "models:read"))
                .build();
    }

    private static JsonNode read(RestClient.RequestHeadersSpec<?> call) {
        byte[] body = call.retrieve().body(byte[].class);
        return Json.MAPPER.readTree(body == null ? new byte[0] : body);
    }
}
