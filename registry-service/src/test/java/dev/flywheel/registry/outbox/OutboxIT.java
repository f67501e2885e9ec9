package dev.flywheel.registry.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.ModelEvents;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Kafka is away when the registry starts, and comes when a port starts to answer.
@RegistryIntegrationTest
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class OutboxIT {

    private static final LateBroker BROKER = lateBroker();

    @LocalServerPort int port;
    @Autowired Outbox outbox;

    @DynamicPropertySource
    static void kafkaIsAway(DynamicPropertyRegistry registry) {
        registry.add("test.kafka", BROKER::address);
    }

    @AfterAll
    static void closeBroker() throws IOException {
        BROKER.close();
    }

    @Test
    void keepsEveryChangeUntilKafkaComesAndThenTellsThemInOrder(CapturedOutput log) {
        RegistryClient registry = RegistryClient.admin(port);
        registry.register("patient", "passed");
        registry.register("patient", "passed");

        registry.promote("patient", 1, Map.of());
        registry.promote("patient", 2, Map.of());
        registry.rollBack("patient");

        assertThat(outbox.unsent()).isEqualTo(6);
        List<String> sentBeforeTheCrash = new ArrayList<>();
        assertThatThrownBy(() ->
                        outbox.relay(message -> {
                            sentBeforeTheCrash.add(message.key());
                            throw new IllegalStateException("kill -9");
                        }))
                .hasMessage("kill -9");
        assertThat(sentBeforeTheCrash).containsExactly("patient");
        assertThat(outbox.unsent()).isEqualTo(6);

        await().atMost(Duration.ofSeconds(60)).until(() -> log.getOut().contains("Kafka is away"));
        BROKER.open();
        assertThat(ModelEvents.of("patient", 3, TestKafka.bootstrapServers()))
                .extracting(ModelServing::revision)
                .containsExactly(1L, 2L, 3L);
    }

    private static LateBroker lateBroker() {
        try {
            return new LateBroker(TestKafka.bootstrapServers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
