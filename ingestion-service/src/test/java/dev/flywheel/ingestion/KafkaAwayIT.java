package dev.flywheel.ingestion;

import static dev.flywheel.ingestion.IngestionClient.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.ingestion.IngestionClient.Answer;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class KafkaAwayIT {

    @Test
    void saysSoWithinSecondsAndLosesNothingThatItAccepted() {
        try (TestKafka kafka = TestKafka.start();
                ConfigurableApplicationContext service = start(kafka.address())) {
            IngestionClient client = client(service);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.get("/actuator/health/readiness").status() == 200);
            Answer before = client.post("/events", JSON, Clicks.click("before"));
            assertThat(before.status()).as(before.body()).isEqualTo(202);

            kafka.close();
            long asked = System.nanoTime();
            Answer away = client.post("/events", JSON, Clicks.click("after"));
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            Answer unreadable = client.post("/events", JSON, "no json");

            assertThat(away.status()).as(away.body()).isEqualTo(503);
            assertThat(away.text("type")).endsWith("/problems/kafka-away");
            assertThat(away.response().headers().firstValue("Retry-After")).isPresent();
            assertThat(unreadable.status()).isEqualTo(503);
            assertThat(took).isLessThan(Duration.ofSeconds(20));
            // Still ready: callers are to hear the reason rather than a refused connection.
            assertThat(client.get("/actuator/health/readiness").status()).isEqualTo(200);
        }
    }

    @Test
    void startsBeforeKafkaDoes() {
        try (ConfigurableApplicationContext service = start("localhost:1")) {
            IngestionClient client = client(service);

            Answer answer = client.post("/events", JSON, Clicks.click("early"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(client.get("/actuator/health/readiness").status()).isEqualTo(503);
            assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);
        }
    }

    private static IngestionClient client(ConfigurableApplicationContext service) {
        return new IngestionClient(
                service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static ConfigurableApplicationContext start(String bootstrapServers) {
        TestPostgres.Database database = TestPostgres.create("ingestion");
        SpringApplication application = new SpringApplication(IngestionApplication.class);
        return application.run(
                Map.of(
                                "server.port", "0",
                                "spring.datasource.url", database.url(),
                                "spring.datasource.username", database.user(),
                                "spring.datasource.password", database.password(),
                                "spring.kafka.bootstrap-servers", bootstrapServers,
                                "flywheel.jwt.public-key", TestTokens.publicKeyFile().toString(),
                                "flywheel.pipelines", Clicks.DIRECTORY.toString())
                        .entrySet()
                        .stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }
}
