package dev.flywheel.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.support.security.ScopeRules;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        classes = BodyLimitTest.Limited.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "flywheel.http.max-body=100B",
            "flywheel.http.larger[/large]=1KB",
            "spring.application.name=limited"
        })
class BodyLimitTest {

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @Test
    void takesABodyOfTheLimit() throws Exception {
        assertThat(post(BodyPublishers.ofString(json(100)), true).statusCode()).isEqualTo(200);
        assertThat(post(streamed(json(100)), true).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesABodyThatAnnouncesMore() throws Exception {
        assertRefused(post(BodyPublishers.ofString(json(101)), true));
    }

    @Test
    void refusesABodyThatTurnsOutToBeMore() throws Exception {
        assertRefused(post(streamed(json(101)), true));
        assertRefused(post(streamed(json(100_000)), true));
    }

    @Test
    void takesMoreOnAPathThatMayHaveMore() throws Exception {
        assertThat(post("/large", streamed(json(1_024)), true).statusCode()).isEqualTo(200);
        assertThat(post("/large", streamed(json(1_025)), true).statusCode()).isEqualTo(413);
    }

    @Test
    void asksAStrangerForATokenFirst() throws Exception {
        assertThat(post(BodyPublishers.ofString(json(101)), false).statusCode()).isEqualTo(401);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode problem = Json.MAPPER.readTree(answer.body());
        assertThat(problem.get("type").asString())
                .isEqualTo("https://flywheel.dev/problems/body-too-large");
        assertThat(problem.get("limit").asInt()).isEqualTo(100);
    }

    private HttpResponse<String> post(BodyPublisher body, boolean token)
            throws IOException, InterruptedException {
        return post("/things", body, token);
    }

    private HttpResponse<String> post(String path, BodyPublisher body, boolean token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(body);
        if (token) {
            request.header("Authorization", "Bearer " + TestTokens.token("things:write"));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// Without a length.
    private static BodyPublisher streamed(String body) {
        return BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String json(int length) {
        return "{\"name\":\"" + "x".repeat(length - 11) + "\"}";
    }

    @SpringBootApplication
    static class Limited {

        @Bean
        ScopeRules rules() {
            return new ScopeRules().post("/things", "things:write").post("/large", "things:write");
        }

        @RestController
        static class Things {

            @PostMapping({"/things", "/large"})
            int make(@RequestBody Map<String, String> thing) {
                return thing.size();
            }

            @ExceptionHandler
            ProblemDetail unreadable(HttpMessageNotReadableException unreadable) {
                return ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST, unreadable.getMessage());
            }
        }
    }
}
