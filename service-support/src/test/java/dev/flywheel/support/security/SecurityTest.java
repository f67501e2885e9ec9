package dev.flywheel.support.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.testsupport.TestTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(classes = SecurityTest.Locked.class)
@AutoConfigureMockMvc
class SecurityTest {

    @Autowired MockMvcTester mvc;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
        registry.add("spring.application.name", () -> "locked");
    }

    @BeforeEach
    void leavesHealthOpen() {
        assertThat(mvc.get().uri("/v3/api-docs")).hasStatus(404);
    }

    @Test
    void asksForAToken() {
        assertThat(mvc.get().uri("/secrets"))
                .hasStatus(401)
                .hasContentType("application/problem+json")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/token-missing");
    }

    @Test
    void refusesAnExpiredToken() {
        assertThat(
                        mvc.get()
                                .uri("/secrets")
                                .header(
                                        "Authorization",
                                        bearer(TestTokens.expiredToken("models:read"))))
                .hasStatus(401);
    }

    @Test
    void refusesATokenOfAnotherIssuersKey() {
        String token = TestTokens.token("models:read");
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";

        assertThat(mvc.get().uri("/secrets").header("Authorization", bearer(forged)))
                .hasStatus(401);
    }

    @Test
    void namesTheScopeThatATokenLacks() {
        assertThat(
                        mvc.get()
                                .uri("/secrets")
                                .header("Authorization", bearer(TestTokens.token("predict"))))
                .hasStatus(403)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("This call needs the scope models:read");
    }

    @Test
    void letsTheScopeIn() {
        String token = TestTokens.token("predict", "models:read");

        assertThat(mvc.get().uri("/secrets").header("Authorization", bearer(token)))
                .hasStatus(200)
                .hasBodyTextEqualTo("42");
    }

    @Test
    void deniesAPathWithoutARuleToEverybody() {
        assertThat(
                        mvc.get()
                                .uri("/other")
                                .header("Authorization", bearer(TestTokens.token("models:read"))))
                .hasStatus(403);
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    @SpringBootApplication
    static class Locked {

        @Bean
        ScopeRules rules() {
            return new ScopeRules().get("/secrets", "models:read");
        }

        @RestController
        static class Secrets {

            @GetMapping("/secrets")
            String secret() {
                return "42";
            }
        }
    }
}
