package dev.flywheel.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelServing;
import dev.flywheel.registry.ModelEvents;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.testsupport.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class PromotionIT {

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;
    @Autowired Outbox outbox;

    private RegistryClient registry;

    @BeforeEach
    void connect() {
        registry = RegistryClient.admin(port);
    }

    @Test
    void tellsKafkaEveryChangeOfWhatServes() {
        registry.register("told", "passed");
        registry.register("told", "passed");

        registry.promote("told", 1, Map.of("reason", "first"));
        registry.promote("told", 2, Map.of());
        registry.rollBack("told");

        List<ModelServing> states = ModelEvents.of("told", 3, TestKafka.bootstrapServers());
        assertThat(states).extracting(ModelServing::revision).containsExactly(1L, 2L, 3L);
        assertThat(states)
                .extracting(state -> state.aliases().get("champion"))
                .containsExactly(1, 2, 1);
        assertThat(states.get(1).versions()).containsOnlyKeys(1, 2);
        ModelServing.Bundle bundle = states.get(0).versions().values().iterator().next();
        assertThat(bundle.artifactPath())
                .isEqualTo("0/%s/artifacts/bundle".formatted(bundle.runId()));
        assertThat(bundle.files()).containsOnlyKeys("plan.bin", "MLmodel", "manifest.json");
        assertThat(bundle.featureSet()).isEqualTo("f1");
        assertThat(bundle.pipelineHash()).isEqualTo("h1");
        assertThat(serving("told")).isEqualTo(states.get(2));
    }

    @Test
    void refusesAVersionWhoseGateFailed() {
        registry.register("gated", "failed");

        var refused = registry.promote("gated", 1, Map.of());

        assertThat(refused.problem()).isEqualTo("409 gate-failed");
        assertThat(refused.response().headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(refused.json().path("reasons").toString())
                .isEqualTo("[\"auc 0.61 is below 0.75\"]");
        assertThat(serving("gated").aliases()).isEmpty();
        assertThat(audit("gated")).isEmpty();
    }

    @Test
    void forcesAVersionWithAReasonOnly() {
        registry.register("forced", "failed");

        assertThat(registry.promote("forced", 1, Map.of("force", true)).problem())
                .isEqualTo("400 reason-missing");
        assertThat(
                        registry.promote("forced", 1, Map.of("force", true, "reason", "a sale"))
                                .status())
                .isEqualTo(200);

        JsonNode entry = audit("forced").get(0);
        assertThat(entry.path("who").asString()).isEqualTo("tester");
        assertThat(entry.path("reason").asString()).isEqualTo("a sale");
        assertThat(entry.path("forced").asBoolean()).isTrue();
        assertThat(entry.path("gate").asString()).isEqualTo("failed: auc 0.61 is below 0.75");
    }

    @Test
    void onlyForcesAVersionWithoutAVerdict() {
        registry.post("registered-models/create", Map.of("name", "unjudged"));
        String bundle = registry.uploadBundle(registry.startRun());
        registry.post(
                "model-versions/create",
                Map.of("name", "unjudged", "source", "mlflow-artifacts:/" + bundle));

        assertThat(registry.promote("unjudged", 1, Map.of()).json().path("reasons").toString())
                .isEqualTo("[\"no verdict: its tag flywheel.gate is missing\"]");
        assertThat(
                        registry.post(
                                        "registered-models/alias",
                                        Map.of(
                                                "name", "unjudged",
                                                "alias", "champion",
                                                "version", "1",
                                                "force", true,
                                                "reason", "MLflow's calls force nothing"))
                                .error())
                .startsWith("409 RESOURCE_CONFLICT: Version 1 of unjudged did not pass its gate");
        assertThat(
                        registry.promote("unjudged", 1, Map.of("force", true, "reason", "a trial"))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void forgetsWhatWasSentAWhileAgoAndNothingElse() {
        registry.register("sent-long-ago", "passed");
        registry.promote("sent-long-ago", 1, Map.of());
        ModelEvents.audit("sent-long-ago", 1, TestKafka.bootstrapServers());
        await().until(() -> outbox.unsent() == 0);
        jdbc.update(
                "update outbox_message set sent_at = now() - interval '8 days' where key = 'sent-long-ago'");
        jdbc.update(
                """
                insert into outbox_message (topic, key, payload, created_at)
                values ('model-events', 'never-sent', '{}', now() - interval '1 year')
                """);

        assertThat(outbox.forgetSent()).isEqualTo(2);

        assertThat(
                        jdbc.queryForObject(
                                "select count(*) from outbox_message where key = 'never-sent'",
                                Integer.class))
                .isEqualTo(1);
    }

    @Test
    void gatesAndAuditsMlflowsAliasCallToo() {
        registry.register("aliased", "failed");
        registry.register("aliased", "passed");

        assertThat(setAlias(registry, "champion", 1).error())
                .startsWith("409 RESOURCE_CONFLICT: Version 1 of aliased did not pass its gate");
        assertThat(setAlias(RegistryClient.withScopes(port, "models:write"), "champion", 2).error())
                .isEqualTo("403 PERMISSION_DENIED: This call needs the scope models:promote");
        assertThat(setAlias(registry, "champion", 2).status()).isEqualTo(200);
        assertThat(setAlias(registry, "challenger", 1).status()).isEqualTo(200);
        assertThat(setAlias(registry, "v7", 1).status()).isEqualTo(400);

        assertThat(serving("aliased").aliases()).isEqualTo(Map.of("champion", 2, "challenger", 1));
        assertThat(audit("aliased").findValuesAsString("action"))
                .containsExactly("ALIAS_SET", "PROMOTED");
        assertThat(
                        registry.get("registered-models/alias?name=aliased&alias=challenger")
                                .json()
                                .at("/model_version/aliases")
                                .toString())
                .isEqualTo("[\"challenger\"]");
    }

    @Test
    void takesAnAliasAwayAndBringsTheChampionBack() {
        registry.register("removed", "passed");
        registry.promote("removed", 1, Map.of());

        registry.send(
                "DELETE",
                "/api/2.0/mlflow/registered-models/alias",
                Json.bytes(Map.of("name", "removed", "alias", "champion")));
        ModelServing without = serving("removed");
        registry.rollBack("removed");

        assertThat(without.aliases()).isEmpty();
        assertThat(without.versions()).containsOnlyKeys(1);
        assertThat(serving("removed").aliases()).isEqualTo(Map.of("champion", 1));
    }

    @Test
    void rollsBackOneChampionAfterTheOther() {
        for (int i = 0; i < 3; i++) {
            registry.promote("rolled", registry.register("rolled", "passed"), Map.of());
        }

        registry.rollBack("rolled");
        registry.rollBack("rolled");

        assertThat(serving("rolled").aliases()).isEqualTo(Map.of("champion", 1));
        assertThat(registry.rollBack("rolled").problem()).isEqualTo("409 no-earlier-champion");
        assertThat(audit("rolled").findValuesAsString("action"))
                .containsExactly("ROLLED_BACK", "ROLLED_BACK", "PROMOTED", "PROMOTED", "PROMOTED");
    }

    @Test
    void leavesOneChampionAndTwoEntriesAfterTwoPromotionsAtOnce() throws Exception {
        registry.register("raced", "passed");
        registry.register("raced", "passed");
        List<Callable<Integer>> promotions =
                List.of(
                        () -> registry.promote("raced", 1, Map.of()).status(),
                        () -> registry.promote("raced", 2, Map.of()).status());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : threads.invokeAll(promotions)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        JsonNode audit = audit("raced");
        assertThat(audit).hasSize(2);
        assertThat(audit.get(0).path("from_version")).isEqualTo(audit.get(1).path("to_version"));
        assertThat(serving("raced").aliases().get("champion"))
                .isEqualTo(audit.get(0).path("to_version").asInt());
        assertThat(serving("raced").revision()).isEqualTo(2);
    }

    @Test
    void auditsARepeatedPromotionWithoutANewRevision() {
        registry.register("repeated", "passed");

        registry.promote("repeated", 1, Map.of());
        registry.promote("repeated", 1, Map.of());

        assertThat(serving("repeated").revision()).isEqualTo(1);
        assertThat(audit("repeated")).hasSize(2);
        assertThat(registry.rollBack("repeated").problem()).isEqualTo("409 no-earlier-champion");
    }

    @Test
    void neverChangesTheAuditTrail() {
        registry.register("audited", "passed");
        registry.promote("audited", 1, Map.of());

        for (String change :
                List.of(
                        "update audit_entry set who = 'nobody'",
                        "delete from audit_entry",
                        "truncate audit_entry")) {
            assertThatThrownBy(() -> jdbc.execute(change))
                    .as(change)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
        jdbc.execute("grant update, delete, truncate on audit_entry to current_user");
        assertThatThrownBy(() -> jdbc.execute("delete from audit_entry"))
                .rootCause()
                .hasMessageContaining("The audit trail is append-only");

        assertThat(audit("audited")).hasSize(1);
    }

    @Test
    void answersProblemsOnItsOwnPaths() {
        registry.register("problems", "passed");

        assertThat(registry.promote("unknown-model", 1, Map.of()).problem())
                .isEqualTo("404 model-not-found");
        assertThat(registry.promote("problems", 9, Map.of()).problem())
                .isEqualTo("404 version-not-found");
        assertThat(registry.send("GET", "/models/nope", new byte[0]).problem())
                .isEqualTo("404 model-not-found");
        assertThat(registry.send("GET", "/models/problems/audit?limit=0", new byte[0]).problem())
                .isEqualTo("400 invalid-value");
        assertThat(
                        registry.send("POST", "/models/problems/versions/one/promote", new byte[0])
                                .problem())
                .isEqualTo("400 invalid-value");
        assertThat(
                        registry.send(
                                        "POST",
                                        "/models/problems/versions/1/promote",
                                        new byte[] {'{'})
                                .status())
                .isEqualTo(400);
        assertThat(
                        RegistryClient.withScopes(port, "models:read", "models:write")
                                .promote("problems", 1, Map.of())
                                .problem())
                .isEqualTo("403 scope-missing");
        assertThat(new RegistryClient(port, "").promote("problems", 1, Map.of()).problem())
                .isEqualTo("401 token-missing");
    }

    private RegistryClient.Answer setAlias(RegistryClient caller, String alias, int version) {
        return caller.post(
                "registered-models/alias",
                Map.of("name", "aliased", "alias", alias, "version", Integer.toString(version)));
    }

    private ModelServing serving(String model) {
        return Json.read(
                registry.send("GET", "/models/" + model, new byte[0]).response().body(),
                ModelServing.class);
    }

    private JsonNode audit(String model) {
        return registry.send("GET", "/models/%s/audit".formatted(model), new byte[0]).json();
    }
}
