package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.testsupport.TestTokens;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/// What callers are told who ask for what can't be done; none of it queues a run.
class RefusalsIT extends RunningTraining {

    private static final String RUNS = "/pipelines/clicks/runs";

    @Test
    void wantsAToken() {
        assertThat(call(HttpMethod.POST, RUNS, null, "{}"))
                .isEqualTo(new Answer(401, "token-missing"));
    }

    @Test
    void wantsTheRightScope() {
        assertThat(call(HttpMethod.POST, RUNS, TestTokens.token("models:read"), "{}"))
                .isEqualTo(new Answer(403, "scope-missing"));
        assertThat(call(HttpMethod.GET, "/runs", TestTokens.token("predict"), ""))
                .isEqualTo(new Answer(403, "scope-missing"));
    }

    @Test
    void knowsItsPipelines() {
        assertThat(post("/pipelines/nothing/runs", "{}"))
                .isEqualTo(new Answer(404, "pipeline-not-found"));
        assertThat(get("/runs?pipeline=nothing")).isEqualTo(new Answer(404, "pipeline-not-found"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not JSON",
                "[1]",
                "{\"test_from\":\"yesterday\"}",
                "{\"lists_at_most\":0}",
                "{\"lists_at_most\":1000000}",
                "{\"lists_at_most\":\"many\"}",
                "{\"cause\":\"\"}",
                "{\"promte\":false}"
            })
    void refusesWhatItDoesNotUnderstand(String body) {
        int before = runs().list().size();

        Answer answer = post(RUNS, body);

        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.problem()).isIn("invalid-request", "unreadable-request");
        assertThat(runs().list()).hasSize(before);
    }

    @Test
    void knowsItsRuns() {
        UUID unknown = new UUID(0, 7);

        assertThat(get("/runs/" + unknown)).isEqualTo(new Answer(404, "run-not-found"));
        assertThat(post("/runs/" + unknown + "/cancel", ""))
                .isEqualTo(new Answer(404, "run-not-found"));
        assertThat(get("/runs/first").status()).isEqualTo(400);
    }

    @Test
    void hasNoReportOfADatasetThatNobodyLookedAt() {
        FEATURES.fails("nothing there");
        String id = run("{}").path("run_id").asString();

        assertThat(get("/runs/" + id + "/validation"))
                .isEqualTo(new Answer(404, "run-not-validated"));
        assertThat(get("/runs/" + new UUID(0, 7) + "/validation"))
                .isEqualTo(new Answer(404, "run-not-found"));
    }

    @Test
    void cancelsNoRunThatHasEnded() {
        FEATURES.fails("nothing there");
        String id = run("{}").path("run_id").asString();

        assertThat(post("/runs/" + id + "/cancel", "")).isEqualTo(new Answer(409, "run-ended"));
    }

    private Answer post(String path, String body) {
        return call(HttpMethod.POST, path, TestTokens.token("runs:write"), body);
    }

    private Answer get(String path) {
        return call(HttpMethod.GET, path, TestTokens.token("runs:write"), "");
    }

    private Answer call(HttpMethod method, String path, @Nullable String token, String body) {
        RestClient.RequestBodySpec request =
                RestClient.create("http://localhost:" + port())
                        .method(method)
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            request.body(body);
        }
        return request.exchange((_, response) -> {
            JsonNode problem = Json.MAPPER.readTree(response.getBody().readAllBytes());
            String type = problem.path("type").asString("");
            return new Answer(
                    response.getStatusCode().value(), type.substring(type.lastIndexOf('/') + 1));
        });
    }

    /// A status, and the last segment of the problem's type.
    record Answer(int status, String problem) {}
}
