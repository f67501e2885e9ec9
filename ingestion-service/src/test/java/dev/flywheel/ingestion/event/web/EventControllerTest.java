package dev.flywheel.ingestion.event.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Scope;
import dev.flywheel.ingestion.Clicks;
import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.event.EventChecks;
import dev.flywheel.ingestion.event.EventIntake;
import dev.flywheel.ingestion.event.IntakeMeters;
import dev.flywheel.ingestion.event.RecordingDelivery;
import dev.flywheel.ingestion.quarantine.Quarantine;
import dev.flywheel.pipeline.Pipelines;
import dev.flywheel.support.ServiceSupport;
import dev.flywheel.support.security.ScopeRules;
import dev.flywheel.testsupport.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(controllers = EventController.class)
@EnableConfigurationProperties(IngestionProperties.class)
@ImportAutoConfiguration(ServiceSupport.class)
@Import({
    EventIntake.class,
    EventChecks.class,
    IntakeMeters.class,
    Quarantine.class,
    RequestBodies.class,
    EventControllerTest.Surroundings.class
})
class EventControllerTest {

    @Autowired private MockMvcTester mvc;
    @Autowired private RecordingDelivery delivery;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("flywheel.jwt.public-key", TestTokens::publicKeyFile);
    }

    @BeforeEach
    void forgets() {
        delivery.messages().clear();
        delivery.failWith(null);
    }

    @Test
    void answersWithTheNumberOfAcceptedEvents() {
        assertThat(post("/events", "[" + Clicks.click("a") + "," + Clicks.click("b") + "]"))
                .hasStatus(202)
                .bodyJson()
                .isStrictlyEqualTo("{\"accepted\":2,\"quarantined\":0,\"errors\":[]}");
        assertThat(delivery.messages())
                .extracting(Message::topic)
                .containsExactly("clicks.events", "clicks.events");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"page\":\"2\"     | page",
                "\"page\":2.5      | page",
                "\"page\":NaN      | page",
                "\"page\":1e999    | page",
                "\"page\":[2]      | page",
                "\"page\":9        | page",
                "\"page\":99999999999999999999 | page",
                "\"colour\":\"red\" | colour",
                "\"price\":\"cheap\" | price",
                "\"event_time\":\"2126-11-23T00:00:00Z\" | event_time",
                "\"event_time\":\"1990-11-23T00:00:00Z\" | event_time",
                "\"event_time\":\"yesterday\" | event_time",
                "\"event_type\":\"purchase\" | event_type",
                "\"item_id\":\"\"  | item_id",
                "\"item_id\":null  | item_id",
                "\"item_id\":{}    | item_id",
                "\"user_id\":\"U2\",\"user_id\":\"U3\" | user_id",
            })
    void refusesAnEventAndNamesTheField(String member, String field) {
        String name = member.substring(0, member.indexOf(':') + 1);
        String event =
                "{\"event_id\":\"bad\",\"user_id\":\"U1\",\"item_id\":\"A1\"}"
                        .replaceAll(name.equals("\"item_id\":") ? ",\"item_id\":\"A1\"" : "$^", "")
                        .replace("}", "," + member.strip() + "}");

        assertThat(post("/events", event))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.errors[0].reasons[*].field")
                .asArray()
                .contains(field);
        assertThat(delivery.messages())
                .singleElement()
                .extracting(Message::topic, Message::key)
                .containsExactly("clicks.quarantine", "bad");
    }

    @Test
    void refusesMoreInputsThanARequestMayBring() {
        assertThat(post("/events", "[" + "1,".repeat(50_000) + "1]"))
                .hasStatus(413)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/too-many-inputs");
        assertThat(delivery.messages()).isEmpty();
    }

    @Test
    void tellsThatNothingCountsWhileKafkaIsAway() {
        delivery.failWith(new KafkaAwayException("no broker"));

        assertThat(post("/events", Clicks.click("a")))
                .hasStatus(503)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .containsHeader("Retry-After")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/kafka-away");
    }

    @Test
    void asksToComeBackWhenTheBufferIsFull() {
        DeliveryException full = new BufferFullException(new IllegalStateException("full"));
        delivery.failWith(full);

        assertThat(post("/events", Clicks.click("a")))
                .hasStatus(429)
                .hasHeader("Retry-After", "1")
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("https://flywheel.dev/problems/buffer-full");
    }

    @Test
    void refusesATokenWithoutTheScope() {
        assertThat(
                        mvc.post()
                                .uri("/events")
                                .contentType(MediaType.APPLICATION_JSON)
                                .header(
                                        "Authorization",
                                        "Bearer " + TestTokens.token(Scope.PREDICT))
                                .content(Clicks.click("a")))
                .hasStatus(403);
        assertThat(delivery.messages()).isEmpty();
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Authorization", "Bearer " + TestTokens.token(Scope.EVENTS_WRITE))
                .content(body)
                .exchange();
    }

    @TestConfiguration
    static class Surroundings {

        @Bean
        Pipelines pipelines() {
            return Clicks.pipelines();
        }

        @Bean
        RecordingDelivery delivery() {
            return new RecordingDelivery();
        }

        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ScopeRules scopeRules() {
            return new ScopeRules().post("/events", Scope.EVENTS_WRITE);
        }
    }
}
