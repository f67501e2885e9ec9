package dev.flywheel.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.support.security.ScopeRules;
import dev.flywheel.testsupport.TestTokens;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(
        classes = BegunAnswersTest.Failing.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "spring.application.name=failing")
class BegunAnswersTest {

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @Test
    void cutsAnAnswerThatFailsHalfWay() {
        assertThatThrownBy(() -> get(100_000)).isInstanceOf(IOException.class);
    }

    @Test
    void leavesToHandlersWhatHasNotBegun() throws Exception {
        assertThat(get(100).body()).isEqualTo("failed");
    }

    private HttpResponse<String> get(int bytes) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://localhost:%d/things/%d".formatted(port, bytes)))
                        .header("Authorization", "Bearer " + TestTokens.token("things:read"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @SpringBootApplication
    static class Failing {

        @Bean
        ScopeRules rules() {
            return new ScopeRules().get("/things/{bytes}", "things:read");
        }

        @RestController
        static class Things {

            @GetMapping("/things/{bytes}")
            void write(@PathVariable int bytes, HttpServletResponse response) throws IOException {
                response.getOutputStream().write(new byte[bytes]);
                throw new IllegalStateException("the rest can't be read");
            }

            @ExceptionHandler
            String failed(IllegalStateException failure) {
                return "failed";
            }
        }
    }
}
