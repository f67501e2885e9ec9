package dev.flywheel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.webhook.Receiver;
import dev.flywheel.testsupport.TestKafka;
import dev.flywheel.testsupport.TestPostgres;
import dev.flywheel.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// The registry as a process of its own, killed again and again while promotions go on: what has
/// been committed reaches both topics and the webhook, in order.
class RegistryKillIT {

    private static final List<String> MODELS = List.of("red", "green");
    private static final int KILLS = 2;
    private static final int CHANGES_BEFORE_A_KILL = 25;

    @TempDir Path artifacts;

    private final TestPostgres.Database database = TestPostgres.create("registry");
    private final JdbcClient jdbc =
            JdbcClient.create(
                    new DriverManagerDataSource(
                            database.url(), database.user(), database.password()));
    private final int port = freePort();
    private final RegistryClient registry = RegistryClient.admin(port);
    private final List<Process> started = new ArrayList<>();
    private final ConcurrentLinkedQueue<ModelServing> committed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean promoting = true;

    @AfterEach
    void stopsWhatItStarted() throws InterruptedException {
        promoting = false;
        for (Process process : started) {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void losesAndReordersNothingHoweverOftenItIsKilled() throws Exception {
        try (Receiver receiver = new Receiver()) {
            start();
            prepare(receiver);
            List<Thread> clients =
                    MODELS.stream()
                            .map(model -> Thread.startVirtualThread(() -> promote(model)))
                            .toList();

            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = kill * CHANGES_BEFORE_A_KILL;
                await().atMost(Duration.ofMinutes(1)).until(() -> committed.size() >= enough);
                started.getLast().destroyForcibly().waitFor();
                start();
            }
            promoting = false;
            for (Thread client : clients) {
                client.join();
            }

            await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 0);
            MODELS.forEach(this::hasToldModelEvents);
            MODELS.forEach(this::hasToldModelAudit);
            MODELS.forEach(model -> hasToldWebhook(model, receiver));
        }
    }

    private void hasToldModelEvents(String model) {
        List<ModelServing> told = TopicLog.of(Topics.MODEL_EVENTS, model, ModelServing.class);
        ModelServing now =
                Json.read(
                        registry.send("GET", "/models/" + model, new byte[0]).response().body(),
                        ModelServing.class);

        assertThat(told.getLast()).isEqualTo(now);
        assertThat(told.stream().map(ModelServing::revision).distinct())
                .isSorted()
                .hasSize((int) now.revision());
        assertThat(told)
                .containsAll(
                        committed.stream().filter(state -> state.model().equals(model)).toList());
    }

    private void hasToldModelAudit(String model) {
        List<ModelAudited> told = TopicLog.of(Topics.MODEL_AUDIT, model, ModelAudited.class);

        assertThat(told.stream().map(ModelAudited::id).distinct())
                .containsExactlyElementsOf(
                        jdbc.sql("select id from audit_entry where model = :model order by id")
                                .param("model", model)
                                .query(Long.class)
                                .list());
    }

    private void hasToldWebhook(String model, Receiver receiver) {
        List<String> reasons =
                receiver.received().stream()
                        .map(one -> Json.MAPPER.readTree(one.body()))
                        .filter(body -> body.path("action").asString().equals("promoted"))
                        .map(body -> body.path("data"))
                        .filter(data -> data.path("name").asString().equals(model))
                        .map(data -> data.path("reason").asString())
                        .distinct()
                        .toList();

        assertThat(reasons)
                .containsExactlyElementsOf(
                        jdbc.sql("select reason from audit_entry where model = :model order by id")
                                .param("model", model)
                                .query(String.class)
                                .list());
    }

    private int waiting() {
        return jdbc.sql(
                        """
                        select (select count(*) from outbox_message where sent_at is null)
                        + (select count(*) from webhook_delivery where status <> 'DELIVERED')
                        """)
                .query(Integer.class)
                .single();
    }

    private void prepare(Receiver receiver) {
        JsonNode webhook =
                registry.send(
                                "POST",
                                "/api/2.0/mlflow/webhooks",
                                Json.bytes(
                                        Map.of(
                                                "name", "witness",
                                                "url", receiver.url(),
                                                "events",
                                                        List.of(
                                                                Map.of(
                                                                        "entity",
                                                                        "REGISTERED_MODEL",
                                                                        "action",
                                                                        "CREATED")),
                                                "flywheel_events",
                                                        List.of("MODEL_VERSION.PROMOTED"))))
                        .json();
        assertThat(webhook.at("/webhook/status").asString()).isEqualTo("ACTIVE");
        for (String model : MODELS) {
            registry.register(model, "passed");
            registry.register(model, "passed");
        }
    }

    /// Promotes one version and the other by turns, whatever becomes of the registry.
    private void promote(String model) {
        while (promoting) {
            int number = asked.incrementAndGet();
            try {
                var answer =
                        registry.promote(
                                model, 1 + number % 2, Map.of("reason", model + " " + number));
                if (answer.status() == 200) {
                    committed.add(Json.read(answer.response().body(), ModelServing.class));
                }
            } catch (UncheckedIOException _) {
                // Killed: whether it was committed, only the database knows.
                Thread.onSpinWait();
            }
        }
    }

    private void start() throws IOException {
        started.add(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RegistryApplication.class.getName(),
                                "--server.port=" + port,
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.user(),
                                "--spring.datasource.password=" + database.password(),
                                "--spring.kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
                                "--flywheel.jwt.public-key=" + TestTokens.publicKeyFile(),
                                "--flywheel.artifacts=" + artifacts,
                                "--springdoc.api-docs.enabled=false",
                                "--flywheel.registry.outbox.poll=200ms",
                                "--flywheel.registry.webhooks.allow-http=true",
                                "--flywheel.registry.webhooks.allow-private=true",
                                "--flywheel.registry.webhooks.timeout=1s",
                                "--flywheel.registry.webhooks.poll=200ms")
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of("target", "registry-kill-it.log").toFile())
                        .start());
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() ->
                        registry.send("GET", "/actuator/health/readiness", new byte[0]).status()
                                == 200);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
