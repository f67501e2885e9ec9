package dev.flywheel.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.registry.webhook.Receiver.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class WebhookIT {

    private static final String WEBHOOKS = "/api/2.0/mlflow/webhooks";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SECRET = "only the receiver knows";
    private static final Map<String, String> VERSION_CREATED =
            Map.of("entity", "MODEL_VERSION", "action", "CREATED");
    private static final Map<String, String> ALIAS_CREATED =
            Map.of("entity", "MODEL_VERSION_ALIAS", "action", "CREATED");

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;
    @Autowired Shipments shipments;
    @Autowired Webhooks webhooks;
    @Autowired TransactionTemplate transactions;

    private RegistryClient registry;
    private Receiver receiver;

    @BeforeEach
    void connect() throws IOException {
        registry = RegistryClient.admin(port);
        receiver = new Receiver();
    }

    @AfterEach
    void disconnect() {
        jdbc.update("delete from webhook");
        receiver.close();
    }

    @Test
    void tellsEveryKindOfChangeInOrderWithASignature() {
        create(
                "all",
                List.of(
                        Map.of("entity", "REGISTERED_MODEL", "action", "CREATED"),
                        VERSION_CREATED,
                        Map.of("entity", "MODEL_VERSION_TAG", "action", "SET"),
                        Map.of("entity", "MODEL_VERSION_TAG", "action", "DELETED"),
                        ALIAS_CREATED,
                        Map.of("entity", "MODEL_VERSION_ALIAS", "action", "DELETED")),
                "MODEL_VERSION.PROMOTED",
                "MODEL_VERSION.ROLLED_BACK");

        changeEverything("hooked");

        List<Received> received = awaitReceived(12);
        assertThat(received)
                .allSatisfy(one ->
                        assertThat(one.signature())
                                .isEqualTo(
                                        Signature.of(
                                                SECRET,
                                                one.deliveryId(),
                                                Long.parseLong(one.timestamp()),
                                                one.body())));
        List<JsonNode> bodies = received.stream().map(WebhookIT::json).toList();
        assertThat(bodies)
                .extracting(body ->
                        body.path("entity").asString() + "." + body.path("action").asString())
                .containsExactly(
                        "registered_model.created",
                        "model_version.created",
                        "model_version.created",
                        "model_version_tag.set",
                        "model_version_tag.deleted",
                        "model_version_alias.created",
                        "model_version.promoted",
                        "model_version_alias.created",
                        "model_version.promoted",
                        "model_version_alias.created",
                        "model_version.rolled_back",
                        "model_version_alias.deleted");
        assertThat(bodies.get(3).path("data").toString())
                .isEqualTo(
                        "{\"name\":\"hooked\",\"version\":\"1\",\"key\":\"owner\",\"value\":\"ada\"}");
        assertThat(bodies.get(6).at("/data/reason").asString()).isEqualTo("better");
        assertThat(bodies.get(10).at("/data/from_version").asString()).isEqualTo("2");
    }

    private void changeEverything(String model) {
        registry.register(model, "passed");
        registry.register(model, "passed");
        registry.post(
                "model-versions/set-tag",
                Map.of("name", model, "version", "1", "key", "owner", "value", "ada"));
        registry.send(
                "DELETE",
                "/api/2.0/mlflow/model-versions/delete-tag",
                Json.bytes(Map.of("name", model, "version", "1", "key", "owner")));
        registry.promote(model, 1, Map.of("reason", "better"));
        registry.promote(model, 2, Map.of());
        registry.rollBack(model);
        registry.send(
                "DELETE",
                "/api/2.0/mlflow/registered-models/alias",
                Json.bytes(Map.of("name", model, "alias", "champion")));
    }

    @Test
    void writesNothingForAChangeThatIsRolledBack() {
        create("careful", List.of(ALIAS_CREATED));
        registry.register("unhooked", "failed");

        registry.promote("unhooked", 1, Map.of());
        registry.post(
                "registered-models/alias",
                Map.of("name", "unhooked", "alias", "tried", "version", "1"));

        assertThat(awaitReceived(1).getFirst().body()).contains("\"alias\":\"tried\"");
    }

    @Test
    void triesAgainWithTheSameIdAndKeepsTheOrder() {
        String id = create("flaky", List.of(VERSION_CREATED));
        receiver.answers(500, 429, 200);

        registry.register("hook-flaky", "passed");
        registry.register("hook-flaky", "passed");

        List<Received> received = awaitReceived(4);
        assertThat(received.subList(0, 3))
                .extracting(Received::deliveryId)
                .containsOnly(received.getFirst().deliveryId());
        assertThat(received.subList(0, 3))
                .extracting(Received::body)
                .containsOnly(received.getFirst().body());
        assertThat(json(received.getLast()).at("/data/version").asString()).isEqualTo("2");
        JsonNode log =
                awaitDeliveries(id, all -> statuses(all).equals(List.of("DELIVERED", "DELIVERED")));
        assertThat(log.get(1).path("attempts").asInt()).isEqualTo(3);
        assertThat(log.get(1).path("delivery_id").asString())
                .isEqualTo(received.getFirst().deliveryId());
        assertThat(log.get(1).path("event").asString()).isEqualTo("MODEL_VERSION.CREATED");
    }

    @Test
    void failsAtOnceWhereTryingAgainIsNoUseAndDisablesWhatKeepsFailing() {
        String id = create("gone", List.of(VERSION_CREATED));
        receiver.answers(404, 400, 410, 200);

        for (int i = 0; i < 3; i++) {
            registry.register("hook-gone", "passed");
        }

        JsonNode log =
                awaitDeliveries(
                        id, all -> statuses(all).stream().filter("FAILED"::equals).count() == 3);
        assertThat(log.findValuesAsString("attempts")).containsOnly("1");
        assertThat(log.get(2).path("error_message").asString())
                .isEqualTo("The receiver answered 404");
        assertThat(get(id).path("status").asString()).isEqualTo("DISABLED");

        registry.register("hook-gone", "passed");
        assertThat(deliveries(id)).hasSize(3);
        patch(id, Map.of("status", "ACTIVE"));
        registry.register("hook-gone", "passed");
        awaitDeliveries(id, all -> statuses(all).getFirst().equals("DELIVERED"));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        String id = create("broken", List.of(VERSION_CREATED));
        receiver.answers(500, 500, 500, 500, 200);

        registry.register("hook-broken", "passed");
        registry.register("hook-broken", "passed");

        JsonNode log =
                awaitDeliveries(id, all -> statuses(all).equals(List.of("DELIVERED", "FAILED")));
        assertThat(log.get(1).path("attempts").asInt()).isEqualTo(4);
        assertThat(log.get(1).path("response_status").asInt()).isEqualTo(500);
    }

    @Test
    void neverShowsASecret() {
        String id = create("secretive", List.of(VERSION_CREATED));
        patch(id, Map.of("secret", "another secret word", "name", "renamed"));

        String shown =
                registry.send("GET", WEBHOOKS, new byte[0]).text()
                        + get(id)
                        + deliveries(id)
                        + patch(id, Map.of("description", "d"));

        assertThat(shown).contains("renamed").doesNotContain("secret word").doesNotContain(SECRET);
        assertThat(jdbc.queryForObject("select secret from webhook", String.class))
                .startsWith("aes-gcm:");
    }

    @Test
    void testsAWebhookOnce() {
        String id = create("tried", List.of(ALIAS_CREATED));
        receiver.answers(503);

        JsonNode failed = post(id + "/test", Map.of()).at("/result");
        JsonNode passed = post(id + "/test", Map.of("event", VERSION_CREATED)).at("/result");

        assertThat(failed.path("success").asBoolean()).isFalse();
        assertThat(failed.path("response_status").asInt()).isEqualTo(503);
        assertThat(passed.path("success").asBoolean()).isTrue();
        assertThat(passed.path("response_body").asString()).isEqualTo("taken");
        assertThat(receiver.received())
                .extracting(one -> json(one).path("entity").asString())
                .containsExactly("model_version_alias", "model_version");
        assertThat(deliveries(id)).isEmpty();
    }

    @Test
    void answersInMlflowsShapes() {
        String id = create("shapes", List.of(VERSION_CREATED), "PROMOTION.REQUESTED");

        JsonNode webhook = get(id);
        assertThat(webhook.path("events").toString())
                .isEqualTo("[{\"entity\":\"MODEL_VERSION\",\"action\":\"CREATED\"}]");
        assertThat(webhook.path("flywheel_events").toString())
                .isEqualTo("[\"PROMOTION.REQUESTED\"]");
        assertThat(webhook.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(webhook.path("url").asString()).isEqualTo(receiver.url());
        assertThat(
                        registry.send("GET", WEBHOOKS + "?max_results=1", new byte[0])
                                .json()
                                .at("/webhooks/0"))
                .isEqualTo(webhook);
        assertThat(registry.send("DELETE", WEBHOOKS + "/" + id, Json.bytes(Map.of())).text())
                .isEqualTo("{}");
        assertThat(registry.send("GET", WEBHOOKS + "/" + id, new byte[0]).error())
                .isEqualTo("404 RESOURCE_DOES_NOT_EXIST: Webhook with ID " + id + " not found.");
    }

    @Test
    void refusesWhatIsNoWebhook() {
        Map<String, Object> valid =
                Map.of("name", "n", "url", receiver.url(), "events", List.of(ALIAS_CREATED));

        for (Map<String, Object> wrong :
                List.of(
                        Map.<String, Object>of("name", ""),
                        Map.<String, Object>of("url", "ftp://example.com"),
                        Map.<String, Object>of("events", List.of()),
                        Map.<String, Object>of(
                                "events", List.of(Map.of("entity", "PROMPT", "action", "CREATED"))),
                        Map.<String, Object>of("flywheel_events", List.of("MODEL.BORN")),
                        Map.<String, Object>of("secret", "short"),
                        Map.<String, Object>of("status", "ASLEEP"))) {
            Map<String, Object> asked = new HashMap<>(valid);
            asked.putAll(wrong);
            assertThat(registry.send("POST", WEBHOOKS, Json.bytes(asked)).error())
                    .as(wrong.toString())
                    .startsWith("400 INVALID_PARAMETER_VALUE");
        }
        assertThat(
                        RegistryClient.withScopes(port, "models:read", "models:write")
                                .send("GET", WEBHOOKS, new byte[0])
                                .error())
                .startsWith("403 PERMISSION_DENIED");
    }

    /// Or the two would wait for each other.
    @Test
    void letsAWebhookBeDeletedOfWhichADeliveryFails() {
        String id = create("hasty", List.of(VERSION_CREATED));
        receiver.answers(404);

        transactions.executeWithoutResult(_ -> {
            jdbc.queryForList("select id from webhook for no key update");
            registry.register("hook-hasty", "passed");
            await().atMost(PATIENCE).until(() -> waitingForALock() == 1);

            assertThat(jdbc.queryForList("select id from webhook_delivery for update nowait"))
                    .hasSize(1);
            webhooks.delete(id);
        });

        assertThat(registry.send("GET", WEBHOOKS + "/" + id, new byte[0]).status()).isEqualTo(404);
    }

    private int waitingForALock() {
        Integer waiting =
                jdbc.queryForObject(
                        """
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        and query like '%webhook%'
                        """,
                        Integer.class);
        return waiting == null ? 0 : waiting;
    }

    @Test
    void forgetsOldDeliveries() {
        String id = create("old", List.of(VERSION_CREATED));
        registry.register("hook-old", "passed");
        awaitDeliveries(id, all -> statuses(all).equals(List.of("DELIVERED")));
        jdbc.update("update webhook_delivery set created_at = now() - interval '31 days'");

        assertThat(shipments.forgetOld()).isEqualTo(1);
    }

    private String create(String name, List<Map<String, String>> events, String... own) {
        return registry.send(
                        "POST",
                        WEBHOOKS,
                        Json.bytes(
                                Map.of(
                                        "name", name,
                                        "url", receiver.url(),
                                        "secret", SECRET,
                                        "events", events,
                                        "flywheel_events", own)))
                .json()
                .at("/webhook/webhook_id")
                .asString();
    }

    private JsonNode get(String id) {
        return registry.send("GET", WEBHOOKS + "/" + id, new byte[0]).json().path("webhook");
    }

    private JsonNode patch(String id, Map<String, Object> change) {
        return registry.send("PATCH", WEBHOOKS + "/" + id, Json.bytes(change)).json();
    }

    private JsonNode post(String path, Map<String, Object> body) {
        return registry.send("POST", WEBHOOKS + "/" + path, Json.bytes(body)).json();
    }

    private JsonNode deliveries(String id) {
        return registry.send("GET", WEBHOOKS + "/" + id + "/deliveries", new byte[0])
                .json()
                .path("deliveries");
    }

    private JsonNode awaitDeliveries(String id, Predicate<JsonNode> finished) {
        return await().atMost(PATIENCE).until(() -> deliveries(id), finished);
    }

    private List<Received> awaitReceived(int count) {
        return await().atMost(PATIENCE)
                .until(receiver::received, received -> received.size() >= count);
    }

    private static List<String> statuses(JsonNode deliveries) {
        return deliveries.findValuesAsString("status");
    }

    private static JsonNode json(Received received) {
        return Json.MAPPER.readTree(received.body());
    }
}
