package dev.flywheel.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ModelAudited;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.ModelEvents;
import dev.flywheel.registry.RegistryClient;
import dev.flywheel.registry.RegistryIntegrationTest;
import dev.flywheel.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

@RegistryIntegrationTest
class ApprovalIT {

    private static final String PIPELINE =
            """
            name: two-must-agree
            entities:
              customer: { key: customer_id }
            events:
              payment: { entities: [customer], fields: { payment_id: category, amount: number } }
              report: { entities: [], fields: { payment_id: category } }
            features:
              amount: { field: payment.amount }
              customer_count: { count: payment, by: customer, window: 7d }
            label: { of: payment, positive_when: { event: report, same: payment_id, within: 7d } }
            training: { candidates: [ { logistic-regression: { epochs: 1 } } ] }
            select_by: average_precision
            gate: { promote: %s }
            """;

    @LocalServerPort int port;
    @Autowired JdbcTemplate jdbc;
    @Autowired Approvals approvals;

    private RegistryClient ada;
    private RegistryClient bob;
    private RegistryClient training;

    @BeforeEach
    void connect() {
        ada = RegistryClient.of(port, "ada");
        bob = RegistryClient.of(port, "bob");
        training = RegistryClient.of(port, "training");
    }

    @Test
    void makesTheFirstCallARequestAndTheSecondPersonsAnApproval() {
        register("twofold", "passed", PIPELINE.formatted("manual"));

        var asked = ada.promote("twofold", 1, Map.of("reason", "better"));
        var again = ada.promote("twofold", 1, Map.of());
        var own = decide(ada, "twofold", 1, "approve", Map.of());
        var service = decide(training, "twofold", 1, "approve", Map.of());

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().at("/requested/by").asString()).isEqualTo("ada");
        assertThat(again.json()).isEqualTo(asked.json());
        assertThat(own.problem()).isEqualTo("403 second-person-needed");
        assertThat(service.problem()).isEqualTo("403 second-person-needed");
        assertThat(aliases("twofold")).isEmpty();
        assertThat(pending("twofold")).containsExactly(asked.json());

        var approved = decide(bob, "twofold", 1, "approve", Map.of("reason", "I looked"));

        assertThat(approved.json().at("/aliases/champion").asInt()).isEqualTo(1);
        assertThat(pending("twofold")).isEmpty();
        List<ModelAudited> told = ModelEvents.audit("twofold", 3, TestKafka.bootstrapServers());
        assertThat(told)
                .extracting(
                        ModelAudited::action,
                        ModelAudited::who,
                        ModelAudited::approver,
                        ModelAudited::reason,
                        ModelAudited::revision)
                .containsExactly(
                        tuple("PROMOTION_REQUESTED", "ada", null, "better", 0L),
                        tuple("PROMOTION_APPROVED", "bob", null, "I looked", 0L),
                        tuple("PROMOTED", "ada", "bob", "better", 1L));
        assertThat(told).extracting(ModelAudited::id).isSorted().doesNotHaveDuplicates();
        assertThat(Json.MAPPER.valueToTree(told).findValuesAsString("id"))
                .isEqualTo(audit("twofold").findValuesAsString("id").reversed());
    }

    @Test
    void takesThePersonsSameCallAsApprovalOfWhatTrainingAskedFor() {
        register("proposed", "passed", PIPELINE.formatted("manual"));

        assertThat(training.promote("proposed", 1, Map.of("reason", "a run")).status())
                .isEqualTo(202);
        assertThat(alias(training, "proposed").error()).startsWith("409 RESOURCE_CONFLICT");
        assertThat(alias(ada, "proposed").status()).isEqualTo(200);

        assertThat(aliases("proposed")).isEqualTo(Map.of("champion", 1));
        assertThat(audit("proposed").get(0).path("approver").asString()).isEqualTo("ada");
        assertThat(ada.promote("proposed", 1, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void keepsTheRequestOfMlflowsAliasCall() {
        register("by-alias", "passed", PIPELINE.formatted("manual"));

        assertThat(alias(ada, "by-alias").error())
                .startsWith(
                        "409 RESOURCE_CONFLICT: The promotion of version 1 of by-alias waits for a person other than ada")
                .contains("POST /models/by-alias/versions/1/approve");

        assertThat(pending("by-alias")).hasSize(1);
        assertThat(decide(bob, "by-alias", 1, "approve", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void keepsTheRequestOfMlflowsStageCall() {
        register("by-stage", "passed", PIPELINE.formatted("manual"));

        var asked =
                ada.post(
                        "model-versions/transition-stage",
                        Map.of("name", "by-stage", "version", "1", "stage", "Production"));

        assertThat(asked.error())
                .startsWith("409 RESOURCE_CONFLICT")
                .contains("waits for a person");
        assertThat(pending("by-stage")).hasSize(1);
    }

    @Test
    void letsARequestLapseWhenItsVersionIsDeleted() {
        register("deleted-early", "passed", PIPELINE.formatted("manual"));
        ada.promote("deleted-early", 1, Map.of());

        ada.send(
                "DELETE",
                "/api/2.0/mlflow/model-versions/delete",
                Json.bytes(Map.of("name", "deleted-early", "version", "1")));

        assertThat(pending("deleted-early")).isEmpty();
        assertThat(audit("deleted-early").get(1).path("reason").asString())
                .isEqualTo("Deleted version 1");
    }

    @Test
    void readsTheSealedPipelineFileAndNoTag() {
        register("sealed-word", "passed", PIPELINE.formatted("manual"));
        register("sealed-word", "passed", PIPELINE.formatted("automatic"));
        register("sealed-word", "passed", "name: [broken");
        for (int version = 1; version <= 3; version++) {
            ada.post(
                    "model-versions/set-tag",
                    Map.of(
                            "name",
                            "sealed-word",
                            "version",
                            version,
                            "key",
                            "flywheel.promote",
                            "value",
                            version == 2 ? "manual" : "automatic"));
        }

        assertThat(ada.promote("sealed-word", 1, Map.of()).status()).isEqualTo(202);
        assertThat(ada.promote("sealed-word", 2, Map.of()).status()).isEqualTo(200);
        assertThat(ada.promote("sealed-word", 3, Map.of()).status()).isEqualTo(202);
    }

    @Test
    void letsARequestLapseWhenAnotherVersionIsPromoted() {
        register("overtaken", "passed", PIPELINE.formatted("manual"));
        register("overtaken", "passed", PIPELINE.formatted("automatic"));
        ada.promote("overtaken", 1, Map.of());

        bob.promote("overtaken", 2, Map.of());

        assertThat(pending("overtaken")).isEmpty();
        assertThat(decide(bob, "overtaken", 1, "approve", Map.of()).problem())
                .isEqualTo("404 promotion-request-not-found");
        assertThat(audit("overtaken").findValuesAsString("action"))
                .containsExactly("PROMOTION_LAPSED", "PROMOTED", "PROMOTION_REQUESTED");
        assertThat(audit("overtaken").get(0).path("reason").asString())
                .isEqualTo("Version 2 was promoted");
    }

    @Test
    void letsARequestLapseThatNobodyApprovesInTime() {
        register("forgotten", "passed", PIPELINE.formatted("manual"));
        ada.promote("forgotten", 1, Map.of());
        jdbc.update(
                """
                update promotion_request set lapses_at = requested_at where model_id =
                (select id from registered_model where name = 'forgotten')
                """);

        assertThat(pending("forgotten")).isEmpty();
        assertThat(decide(bob, "forgotten", 1, "approve", Map.of()).status()).isEqualTo(404);
        approvals.lapseOverdue();

        assertThat(audit("forgotten").findValuesAsString("action"))
                .containsExactly("PROMOTION_LAPSED", "PROMOTION_REQUESTED");
        assertThat(audit("forgotten").get(0).path("who").asString()).isEqualTo("registry");
        assertThat(bob.promote("forgotten", 1, Map.of()).status()).isEqualTo(202);
    }

    @Test
    void rejectsWithAReasonOnly() {
        register("rejected", "passed", PIPELINE.formatted("manual"));
        ada.promote("rejected", 1, Map.of());

        assertThat(decide(bob, "rejected", 1, "reject", Map.of()).problem())
                .isEqualTo("400 reason-missing");
        JsonNode rejected =
                decide(bob, "rejected", 1, "reject", Map.of("reason", "too early")).json();

        assertThat(rejected.path("status").asString()).isEqualTo("REJECTED");
        assertThat(rejected.at("/decided/by").asString()).isEqualTo("bob");
        assertThat(audit("rejected").get(0).path("reason").asString()).isEqualTo("too early");
        assertThat(aliases("rejected")).isEmpty();
    }

    @Test
    void needsApprovalOfAForcedPromotionToo() {
        register("forced-twice", "failed", PIPELINE.formatted("manual"));

        assertThat(ada.promote("forced-twice", 1, Map.of()).problem()).isEqualTo("409 gate-failed");
        assertThat(pending("forced-twice")).isEmpty();
        assertThat(
                        ada.promote("forced-twice", 1, Map.of("force", true, "reason", "a sale"))
                                .status())
                .isEqualTo(202);
        assertThat(bob.promote("forced-twice", 1, Map.of()).problem()).isEqualTo("409 gate-failed");
        assertThat(decide(bob, "forced-twice", 1, "approve", Map.of()).status()).isEqualTo(200);

        JsonNode entry = audit("forced-twice").get(0);
        assertThat(entry.path("forced").asBoolean()).isTrue();
        assertThat(entry.path("who").asString()).isEqualTo("ada");
        assertThat(entry.path("approver").asString()).isEqualTo("bob");
    }

    @Test
    void rollsBackWithOneCall() {
        register("emergency", "passed", PIPELINE.formatted("automatic"));
        register("emergency", "passed", PIPELINE.formatted("manual"));
        ada.promote("emergency", 1, Map.of());
        ada.promote("emergency", 2, Map.of());
        bob.promote("emergency", 2, Map.of());

        assertThat(ada.rollBack("emergency").status()).isEqualTo(200);

        assertThat(aliases("emergency")).isEqualTo(Map.of("champion", 1));
        assertThat(audit("emergency").get(0).path("action").asString()).isEqualTo("ROLLED_BACK");
    }

    private void register(String model, String gate, String pipeline) {
        ada.post("registered-models/create", Map.of("name", model));
        String run = ada.startRun();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plan.bin", ("plan of " + run).getBytes(StandardCharsets.UTF_8));
        files.put("pipeline.yaml", pipeline.getBytes(StandardCharsets.UTF_8));
        Map<String, Object> entries = new LinkedHashMap<>();
        files.forEach((name, bytes) -> entries.put(name, Map.of("sha256", Digest.of(bytes).hex())));
        files.put("manifest.json", Json.bytes(Map.of("format", 1, "files", entries)));
        String directory = "0/%s/artifacts/bundle".formatted(run);
        files.forEach((name, bytes) -> ada.upload(directory + "/" + name, bytes));
        ada.post(
                "model-versions/create",
                Map.of(
                        "name",
                        model,
                        "source",
                        "mlflow-artifacts:/" + directory,
                        "run_id",
                        run,
                        "tags",
                        List.of(Map.of("key", "flywheel.gate", "value", gate))));
    }

    private static RegistryClient.Answer decide(
            RegistryClient caller,
            String model,
            int version,
            String verb,
            Map<String, Object> body) {
        return caller.send(
                "POST",
                "/models/%s/versions/%d/%s".formatted(model, version, verb),
                Json.bytes(body));
    }

    private static RegistryClient.Answer alias(RegistryClient caller, String model) {
        return caller.post(
                "registered-models/alias",
                Map.of("name", model, "alias", "champion", "version", "1"));
    }

    private JsonNode pending(String model) {
        return ada.send("GET", "/models/%s/approvals".formatted(model), new byte[0]).json();
    }

    private JsonNode audit(String model) {
        return ada.send("GET", "/models/%s/audit".formatted(model), new byte[0]).json();
    }

    private Map<?, ?> aliases(String model) {
        JsonNode serving = ada.send("GET", "/models/" + model, new byte[0]).json();
        return Json.MAPPER.convertValue(serving.path("aliases"), Map.class);
    }
}
