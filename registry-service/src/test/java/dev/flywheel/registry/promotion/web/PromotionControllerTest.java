package dev.flywheel.registry.promotion.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.promotion.Change;
import dev.flywheel.registry.promotion.PromotionFixtures;
import dev.flywheel.registry.promotion.Promotions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@WebMvcTest(PromotionController.class)
@EnableConfigurationProperties(RegistryProperties.class)
class PromotionControllerTest {

    @Autowired MockMvcTester mvc;
    @MockitoBean Promotions promotions;

    @Test
    void promotesForTheCallerOfTheToken() {
        when(promotions.promote("clicks", 3, new Change("ada", "better", false)))
                .thenReturn(new ModelServing("clicks", 7, Map.of("champion", 3), Map.of()));

        MvcTestResult answer = promote("3", "{\"reason\": \" better \"}");

        assertThat(answer)
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"model": "clicks", "revision": 7, "aliases": {"champion": 3}, "versions": {}}
                        """);
    }

    @Test
    void acceptsAPromotionThatWaitsForASecondPerson() {
        when(promotions.promote("clicks", 3, Change.by("ada")))
                .thenThrow(PromotionFixtures.pending());

        assertThat(promote("3", "{}"))
                .hasStatus(202)
                .bodyJson()
                .isStrictlyEqualTo(
                        """
                        {"model": "clicks", "version": 3, "status": "PENDING",
                         "requested": {"by": "ada", "at": "2008-08-13T00:00:00Z", "reason": "better",
                                       "forced": false, "gate": "passed"},
                         "lapses_at": "2008-08-20T00:00:00Z"}
                        """);
    }

    @Test
    void needsNoBody() {
        assertThat(
                        mvc.post()
                                .uri("/models/clicks/versions/3/promote")
                                .with(caller("models:promote"))
                                .exchange())
                .hasStatusOk();

        verify(promotions).promote("clicks", 3, Change.by("ada"));
    }

    @Test
    void refusesForceWithoutReason() {
        assertThat(promote("3", "{\"force\": true, \"reason\": \"  \"}"))
                .hasStatus(400)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/reason-missing");

        verifyNoInteractions(promotions);
    }

    @Test
    void refusesAVersionThatIsNoNumber() {
        assertThat(promote("latest", "{}"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("Model version must be an integer, got 'latest'");
    }

    @Test
    void refusesABodyThatIsNotJson() {
        assertThat(promote("3", "{")).hasStatus(400);
        assertThat(promote("3", "{\"force\": \"perhaps\"}")).hasStatus(400);
    }

    @Test
    void limitsTheAuditTrail() {
        assertThat(
                        mvc.get()
                                .uri("/models/clicks/audit?limit=1001")
                                .with(caller("models:read"))
                                .exchange())
                .hasStatus(400);

        verifyNoInteractions(promotions);
        when(promotions.audit(any(), anyInt())).thenReturn(List.of());
        assertThat(mvc.get().uri("/models/clicks/audit").with(caller("models:read")).exchange())
                .bodyText()
                .isEqualTo("[]");
    }

    private MvcTestResult promote(String version, String body) {
        return mvc.post()
                .uri("/models/clicks/versions/{version}/promote", version)
                .with(caller("models:promote"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static RequestPostProcessor caller(String scope) {
        return jwt().jwt(token -> token.subject("ada"))
                .authorities(new SimpleGrantedAuthority("SCOPE_" + scope));
    }
}
