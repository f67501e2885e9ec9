package dev.flywheel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.contracts.Topics;
import dev.flywheel.registry.webhook.Receiver;
import dev.flywheel.testsupport.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// Promotions without end, by one client for each model, and what must be told of them: what was
/// committed reaches both topics and the webhook, in the order of its model.
final class PromotionTraffic implements AutoCloseable {

    private final List<String> models;
    private final JdbcClient jdbc;
    private final Receiver receiver = new Receiver();
    private final ConcurrentLinkedQueue<ModelServing> committed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private List<Thread> clients = List.of();
    private volatile boolean promoting;

    /// @param models names that no other test uses, as all of them share the topics
    PromotionTraffic(TestPostgres.Database database, String... models) throws IOException {
        this.models = List.of(models);
        jdbc =
                JdbcClient.create(
                        new DriverManagerDataSource(
                                database.url(), database.user(), database.password()));
    }

    /// Registers two versions of each model, and a webhook.
    void prepare(RegistryClient registry) {
        JsonNode webhook =
                registry.post(
                                "webhooks",
                                Map.of(
                                        "name",
                                        "witness",
                                        "url",
                                        receiver.url(),
                                        "events",
                                        List.of(
                                                Map.of(
                                                        "entity",
                                                        "REGISTERED_MODEL",
                                                        "action",
                                                        "CREATED")),
                                        "flywheel_events",
                                        List.of("MODEL_VERSION.PROMOTED")))
                        .json();
        assertThat(webhook.at("/webhook/status").asString()).isEqualTo("ACTIVE");
        for (String model : models) {
            registry.register(model, "passed");
            registry.register(model, "passed");
        }
    }

    /// Promotes one version and the other by turns, and asks the registries by turns.
    void begin(RegistryClient... registries) {
        promoting = true;
        clients =
                models.stream()
                        .map(model -> Thread.startVirtualThread(() -> promote(model, registries)))
                        .toList();
    }

    void awaitMore(int changes) {
        int enough = committed.size() + changes;
        await().atMost(Duration.ofMinutes(1)).until(() -> committed.size() >= enough);
    }

    /// Ends the promotions, and waits until all of them are told.
    void end() throws InterruptedException {
        promoting = false;
        for (Thread client : clients) {
            client.join();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 0);
    }

    void hasLostAndReorderedNothing(RegistryClient registry) {
        for (String model : models) {
            hasToldModelEvents(model, registry);
            assertThat(audited(model).stream().distinct())
                    .containsExactlyElementsOf(inDatabase("id", model, Long.class));
            assertThat(promoted(model).stream().map(one -> text(one, "reason")).distinct())
                    .containsExactlyElementsOf(inDatabase("reason", model, String.class));
        }
    }

    void hasToldNothingTwice() {
        for (String model : models) {
            List<Long> revisions = events(model).stream().map(ModelServing::revision).toList();
            assertThat(revisions)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, revisions.size()).boxed().toList());
            assertThat(audited(model)).doesNotHaveDuplicates();
            assertThat(promoted(model).stream().map(one -> text(one, "reason")))
                    .doesNotHaveDuplicates();
        }
    }

    @Override
    public void close() {
        promoting = false;
        receiver.close();
    }

    private void hasToldModelEvents(String model, RegistryClient registry) {
        List<ModelServing> told = events(model);
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

    private static List<ModelServing> events(String model) {
        return TopicLog.of(Topics.MODEL_EVENTS, model, ModelServing.class);
    }

    private static List<Long> audited(String model) {
        return TopicLog.of(Topics.MODEL_AUDIT, model, ModelAudited.class).stream()
                .map(ModelAudited::id)
                .toList();
    }

    /// What the webhook was sent of the promotions of a model.
    private List<JsonNode> promoted(String model) {
        return receiver.received().stream()
                .map(one -> Json.MAPPER.readTree(one.body()))
                .filter(body -> text(body, "action").equals("promoted"))
                .map(body -> body.path("data"))
                .filter(data -> text(data, "name").equals(model))
                .toList();
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString();
    }

    private <T> List<T> inDatabase(String column, String model, Class<T> type) {
        return jdbc.sql("select %s from audit_entry where model = ? order by id".formatted(column))
                .param(model)
                .query((row, _) -> row.getObject(1, type))
                .list();
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

    private void promote(String model, RegistryClient... registries) {
        while (promoting) {
            int number = asked.incrementAndGet();
            RegistryClient registry = registries[number / 2 % registries.length];
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
}
