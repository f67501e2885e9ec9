package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.AlertRaised;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.TrainingRequested;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.FeatureImportance.Loss;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.model.bundle.SlicedMetrics.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Runs from a snapshot to a verdict.
class TrainingIT extends RunningTraining {

    @Autowired private KafkaTemplate<String, byte[]> kafka;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transactions;

    @Test
    void turnsASnapshotIntoAChampion() {
        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("steps").valueStream().map(step -> step.path("step").asString()))
                .containsExactly(
                        "SNAPSHOT", "VALIDATE", "TRAIN", "EVALUATE", "REGISTER", "PROMOTE");
        assertThat(run.path("winner").path("trainer").asString())
                .isEqualTo("factorization-machine");
        assertThat(run.path("metrics").path("ndcg@10").asDouble()).isGreaterThan(0.7);
        assertThat(run.path("evaluations").propertyNames())
                .containsExactlyInAnyOrder("winner", "popularity", "majority");
        assertThat(run.path("gate").path("verdict").asString()).isEqualTo("passed");
        assertThat(run.path("model_version").asInt()).isEqualTo(1);
        assertThat(REGISTRY.promoted).containsExactly(1);
        assertThat(REGISTRY.tagsOf(1))
                .containsEntry("flywheel.gate", "passed")
                .containsEntry("flywheel.pipeline", "clicks")
                .containsEntry(
                        "flywheel.model_digest",
                        run.path("winner").path("model_digest").asString());
    }

    @Test
    void registersABundleThatReadsBack() throws IOException {
        run("{}");

        ModelBundle bundle = bundle("r1");

        assertThat(bundle.identity().trainer()).isEqualTo("factorization-machine");
        assertThat(bundle.reference().rows()).isEqualTo(300 * 20);
        assertThat(bundle.reference().features())
                .containsOnlyKeys("user_clicks", "user_last_item", "item_id", "item_price");
        assertThat(bundle.metrics()).containsKeys("auc", "ndcg@10", "log_loss", "gauc");
        JsonNode provenance =
                Json.MAPPER.readTree(
                        REGISTRY.artifacts.get("1/r1/artifacts/bundle/provenance.json"));
        assertThat(provenance.path("seed").asLong()).isEqualTo(42);
        assertThat(provenance.path("environment").path("tribuo").asString()).isEqualTo("4.3.2");
        assertThat(provenance.path("environment").path("xgboost").asString()).isEqualTo("2.1.4");
        assertThat(provenance.path("environment").propertyNames())
                .contains("jdk", "jvm", "os", "arch", "cpu", "duckdb", "build", "build_commit");
        assertThat(provenance.path("requested_by").asString()).isEqualTo("tester");
        assertThat(provenance.at("/gate/verdict").asString()).isEqualTo("passed");
        assertThat(provenance.at("/snapshot_manifest/row_count").asLong()).isEqualTo(10_000);
        assertThat(provenance.path("expectations")).isNotEmpty();
        assertThat(provenance.path("snapshot_rows_sha256").asString()).hasSize(64);
        assertThat(REGISTRY.artifacts.get("1/r1/artifacts/bundle/model.onnx")).isNotEmpty();
        tellsOfSlicesAndFeatures();
    }

    private static void tellsOfSlicesAndFeatures() {
        SlicedMetrics sliced = explanation("slices.json", SlicedMetrics.class);
        assertThat(sliced.slices())
                .singleElement()
                .satisfies(slice -> {
                    assertThat(slice.feature()).isEqualTo("item_id");
                    assertThat(slice.values()).hasSize(10);
                    Segment other = Objects.requireNonNull(slice.other());
                    assertThat(slice.values().stream().mapToInt(Segment::rows).sum() + other.rows())
                            .isEqualTo(300 * 5);
                    assertThat(slice.values())
                            .allSatisfy(segment ->
                                    assertThat(segment.metrics()).containsKeys("auc", "ndcg@10"));
                });
        FeatureImportance importance = explanation("importance.json", FeatureImportance.class);
        assertThat(importance.metric()).isEqualTo("ndcg@10");
        assertThat(importance.features()).hasSize(4);
        assertThat(importance.features().subList(0, 2))
                .extracting(Loss::feature)
                .containsExactlyInAnyOrder("item_id", "user_last_item");
        assertThat(metricsOf("r1").keySet())
                .contains("importance.item_id", "slice.item_id.I18.ndcg_at_10")
                .noneMatch(name -> name.startsWith("slice.item_id.I18.log_loss"));
    }

    private static <T> T explanation(String file, Class<T> type) {
        return Json.read(
                Objects.requireNonNull(REGISTRY.artifacts.get("1/r1/artifacts/bundle/" + file)),
                type);
    }

    private static Map<String, Double> metricsOf(String runId) {
        return Json.MAPPER
                .valueToTree(REGISTRY.batches.get(runId))
                .path("metrics")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                metric -> metric.path("key").asString(),
                                metric -> metric.path("value").asDouble(),
                                (first, _) -> first));
    }

    @Test
    void trainsTheSameModelFromTheSameSnapshot() {
        String once = run("{}").path("winner").path("model_digest").asString();

        String again = run("{}").path("winner").path("model_digest").asString();

        assertThat(again).isEqualTo(once);
        assertThat(REGISTRY.versions).hasSize(2);
    }

    @Test
    void keepsTheChampionWhereANewVersionIsNotBetter() {
        run("{}");

        JsonNode second = run("{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("model_version").asInt()).isEqualTo(2);
        assertThat(second.path("gate").path("verdict").asString()).isEqualTo("failed");
        assertThat(second.path("evaluations").has("champion")).isTrue();
        assertThat(REGISTRY.promoted).containsExactly(1);
        assertThat(REGISTRY.tagsOf(2))
                .containsEntry("flywheel.gate", "failed")
                .hasEntrySatisfying(
                        "flywheel.gate.reasons",
                        reasons -> assertThat(reasons).contains("better in 0.0000"));
    }

    @Test
    void replacesAChampionThatTheWorldHasLeftBehind() {
        run("{}");
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withStep(7)));

        JsonNode second = run("{\"cause\":\"drift\"}");

        assertThat(second.path("state").asString())
                .as(second.toPrettyString())
                .isEqualTo("SUCCEEDED");
        assertThat(REGISTRY.promoted).containsExactly(1, 2);
    }

    @Test
    void leavesARequestWhereAPersonMustApprove() {
        REGISTRY.wantsApproval();

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("summary").asString())
                .isEqualTo(
                        "Version 1 passed its gate; its promotion waits for a person's approval");
        assertThat(REGISTRY.requested).containsExactly(1);
        assertThat(REGISTRY.promoted).isEmpty();
    }

    @Test
    void registersWithoutPromotingWhatFailsItsGate() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withFollowing(0)));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("REJECTED");
        assertThat(run.path("summary").asString()).contains("auc is", "at least 0.75");
        assertThat(REGISTRY.versions).hasSize(1);
        assertThat(REGISTRY.promoted).isEmpty();
        assertThat(REGISTRY.tagsOf(1)).containsEntry("flywheel.gate", "failed");
    }

    @Test
    void haltsOnADatasetThatIsNotAsExpected() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withEvents(150).withoutPrices(50)));

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("HALTED");
        assertThat(run.path("summary").asString())
                .contains("rows at least 1000, observed 750", "missing share of item_price");
        assertThat(run.path("expectations").path("findings").valueStream())
                .extracting(finding -> finding.path("outcome").asString())
                .startsWith("HALTED", "HALTED", "NOT_APPLICABLE", "MET", "MET");
        assertThat(REGISTRY.versions).isEmpty();
        assertThat(AlertsTopic.about(run))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo("validation");
                    assertThat(alert.severity()).isEqualTo("critical");
                    assertThat(alert.pipeline()).isEqualTo("clicks");
                });
    }

    @Test
    void leavesPromotionToPeopleWhereAsked() {
        JsonNode run = run("{\"promote\":false}");

        assertThat(run.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("registration").path("promoted").asBoolean()).isFalse();
        assertThat(REGISTRY.promoted).isEmpty();
    }

    @Test
    void failsWithTheReasonWhereNoSnapshotCanBeMade() {
        FEATURES.fails("the archive is empty");

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("FAILED");
        assertThat(run.path("summary").asString()).contains("the archive is empty");
        assertThat(AlertsTopic.about(run)).extracting(AlertRaised::kind).containsExactly("run");
    }

    @Test
    void registersOnceWhereTheRegistryLostItsAnswers() {
        REGISTRY.losesAnswers(2);

        JsonNode run = run("{}");

        assertThat(run.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("attempt").asInt()).isEqualTo(3);
        assertThat(REGISTRY.created).hasSize(1);
        assertThat(REGISTRY.versions).hasSize(1);
        assertThat(REGISTRY.promoted).containsExactly(1);
    }

    @Test
    void asksForTheSnapshotThatTheCallerDescribes() {
        run("{\"test_from\":\"2026-01-02T00:00:00Z\",\"lists_at_most\":7}");

        assertThat(FEATURES.requests().getLast())
                .satisfies(request -> {
                    assertThat(request.testFrom()).hasToString("2026-01-02T00:00:00Z");
                    assertThat(request.listsAtMost()).isEqualTo(7);
                    assertThat(request.archivePosition()).isEqualTo(2000);
                });
    }

    @Test
    void trainsOnceForARequestThatIsDeliveredTwice() {
        String requestId = UUID.randomUUID().toString();
        byte[] request =
                Json.bytes(
                        new TrainingRequested(
                                requestId, "clicks", "drift", SnapshotFixtures.START, Map.of()));

        send("clicks", "not JSON".getBytes(StandardCharsets.UTF_8));
        send(
                "other",
                Json.bytes(
                        new TrainingRequested(
                                "x", "other", "drift", SnapshotFixtures.START, Map.of())));
        send("clicks", request);
        send("clicks", request);
        send(
                "clicks",
                Json.bytes(
                        new TrainingRequested(
                                requestId + "-2",
                                "clicks",
                                "quality",
                                SnapshotFixtures.START,
                                Map.of())));

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> {
                    assertThat(runs().list())
                            .filteredOn(run -> run.path("cause").asString().equals("quality"))
                            .anyMatch(RunsClient::hasEnded);
                });
        assertThat(runs().list())
                .filteredOn(run -> run.path("request_id").asString("").equals(requestId))
                .hasSize(1);
    }

    @Test
    void cancelsARunThatIsAtAStep() {
        FEATURES.holds();
        JsonNode run = runs().start("{}");
        String id = run.path("run_id").asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> runs().get(id).path("state").asString().equals("SNAPSHOT"));

        runs().cancel(id);

        assertThat(runs().ended(id).path("state").asString()).isEqualTo("CANCELLED");
    }

    /// As a step does that keeps what it has found out.
    @Test
    void cancelsARunThatIsBeingChanged() {
        FEATURES.holds();
        String id = runs().start("{}").path("run_id").asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> runs().get(id).path("state").asString().equals("SNAPSHOT"));

        CompletableFuture<JsonNode> cancelled =
                transactions.execute(_ -> {
                    jdbc.sql("update run set revision = revision + 1 where id = ?::uuid")
                            .param(id)
                            .update();
                    CompletableFuture<JsonNode> asked =
                            CompletableFuture.supplyAsync(() -> runs().cancel(id));
                    await().atMost(Duration.ofSeconds(30)).until(this::isARunWaitedFor);
                    return asked;
                });

        assertThat(cancelled.join().path("run_id").asString()).isEqualTo(id);
        assertThat(runs().ended(id).path("state").asString()).isEqualTo("CANCELLED");
    }

    private boolean isARunWaitedFor() {
        return jdbc.sql(
                        """
                        select exists (select from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        and query ~ '(from|update) run ')
                        """)
                .query(Boolean.class)
                .single();
    }

    @Test
    void letsARunWaitForTheOneBeforeIt() {
        FEATURES.holds();
        String first = runs().start("{}").path("run_id").asString();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> runs().get(first).path("state").asString().equals("SNAPSHOT"));
        String second = runs().start("{}").path("run_id").asString();

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> runs().get(second).path("state").asString().equals("QUEUED"));

        runs().cancel(first);
        FEATURES.gives(snapshot(SnapshotFixtures.aShop()));
        assertThat(runs().ended(second).path("state").asString()).isEqualTo("SUCCEEDED");
    }

    private void send(String pipeline, byte[] request) {
        kafka.send(Topics.TRAINING_REQUESTS, pipeline, request).join();
    }
}
