package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.ReproductionOutcome;
import dev.flywheel.contracts.ReproductionOutcome.Difference;
import dev.flywheel.contracts.ReproductionOutcome.Verdict;
import dev.flywheel.contracts.ReproductionRequested;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.Topics;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.node.ObjectNode;

/// Versions that are made again from what their bundles tell.
class ReproductionIT extends RunningTraining {

    private static final String NO_DIGEST = "0".repeat(64);

    @Autowired private KafkaTemplate<String, byte[]> kafka;
    @Autowired private JdbcClient jdbc;

    @Test
    void makesTheSameModelAgainAndChangesNothing() throws IOException {
        run("{}");
        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");
        Map<String, String> before = bundle.checksums();
        REGISTRY.losesAnswers(1);
        String id = UUID.randomUUID().toString();

        ask(id, bundle);
        ask(id, bundle);
        ReproductionOutcome outcome = outcome(id);

        assertThat(outcome.verdict()).as(outcome.detail()).isEqualTo(Verdict.IDENTICAL);
        assertThat(outcome.detail()).contains("all 32 golden rows score the same bit for bit");
        assertThat(outcome.modelDigest())
                .isEqualTo(bundle.json("manifest.json").at("/identity/model_digest").asString());
        assertThat(outcome.largestScoreDifference()).isZero();
        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.finishedAt()).isAfter(outcome.startedAt());
        assertThat(bundle.checksums()).isEqualTo(before);
        assertThat(REGISTRY.versions).hasSize(1);
        assertThat(
                        jdbc.sql("select count(*) from reproduction where id = ?")
                                .param(id)
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
        try (Stream<?> left = Files.list(HOME.resolve("state/training/reproductions"))) {
            assertThat(left).isEmpty();
        }
    }

    /// The winner of a search over folds: trees, an encoder for trees, a gap before the test part.
    @Test
    void trainsOnlyTheWinnerOfASearchAgain() {
        FEATURES.gives(PaymentFixtures.frauds("tuned", ARTIFACTS));
        runs().run("tuned", "{}");
        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");
        ObjectNode provenance = bundle.json("provenance.json");

        ReproductionOutcome outcome = reproduced(bundle);

        assertThat(outcome.verdict()).as(outcome.detail()).isEqualTo(Verdict.IDENTICAL);
        assertThat(provenance.path("candidates").valueStream())
                .hasSize(6)
                .filteredOn(candidate -> candidate.path("chosen").asBoolean())
                .singleElement()
                .satisfies(winner -> {
                    assertThat(winner.path("hyperparameters"))
                            .isEqualTo(provenance.path("trainer"));
                    assertThat(winner.has("lost")).isFalse();
                });
        assertThat(provenance.path("candidates").valueStream())
                .filteredOn(candidate -> !candidate.path("chosen").asBoolean())
                .allSatisfy(loser ->
                        assertThat(loser.path("lost").asString()).contains("average_precision"));
    }

    @Test
    void tellsWhatIsNotAsItWas() {
        run("{}");
        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");

        bundle.changeJson(
                "manifest.json",
                manifest -> ((ObjectNode) manifest.get("identity")).put("model_digest", NO_DIGEST));
        bundle.changeJson(
                "provenance.json",
                provenance ->
                        ((ObjectNode) provenance.get("environment")).put("jdk", "Elsewhere 21"));
        ReproductionOutcome numerically = reproduced(bundle);

        assertThat(numerically.verdict()).isEqualTo(Verdict.REPRODUCED_NUMERICALLY);
        assertThat(numerically.detail()).contains("Of the environment differ: jdk.");
        assertThat(numerically.differences())
                .extracting(Difference::what, Difference::original)
                .containsExactly(tuple("model_digest", NO_DIGEST), tuple("jdk", "Elsewhere 21"));

        bundle.changeText("pipeline.yaml", yaml -> yaml.replace("seed: 42", "seed: 43"));
        bundle.changeJson("provenance.json", provenance -> provenance.put("seed", 43));
        ReproductionOutcome different = reproduced(bundle);

        assertThat(different.verdict()).as(different.detail()).isEqualTo(Verdict.DIFFERENT);
        assertThat(different.largestScoreDifference()).isGreaterThan(1e-6);
        assertThat(different.differences())
                .extracting(Difference::what)
                .containsExactly("model_digest", "pipeline_hash", "jdk");

        bundle.remove("provenance.json");
        ReproductionOutcome impossible = reproduced(bundle);

        assertThat(impossible.verdict()).isEqualTo(Verdict.IMPOSSIBLE);
        assertThat(impossible.detail()).contains("no provenance.json");
    }

    @Test
    void saysWhyASnapshotIsGone() throws IOException {
        SnapshotManifest snapshot = snapshot(SnapshotFixtures.aShop().withEvents(1_900));
        FEATURES.gives(snapshot);
        run("{}");
        ARTIFACTS.delete(new Digest(snapshot.rows().sha256()));
        FEATURES.fails("It held an entity that was erased");

        ReproductionOutcome outcome = reproduced(new StoredBundle(REGISTRY, "r1"));

        assertThat(outcome.verdict()).isEqualTo(Verdict.IMPOSSIBLE);
        assertThat(outcome.detail())
                .contains("Snapshot s1 is gone", snapshot.rows().sha256(), "that was erased");
    }

    /// What a process leaves that is killed while it trains: the request, and its task picked by a
    /// scheduler whose heart no longer beats.
    @Test
    void goesOnWithWhatAKilledProcessHadBegun() {
        run("{}");
        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");
        String id = UUID.randomUUID().toString();

        jdbc.sql("insert into reproduction (id, request, received_at) values (?, ?, now())")
                .params(id, Json.MAPPER.writeValueAsString(request(id, bundle)))
                .update();
        jdbc.sql(
                        """
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked,
                          picked_by, last_heartbeat, consecutive_failures, version, priority)
                        values ('reproduction', ?, now() - interval '1 hour', true,
                          'a killed process', now() - interval '1 hour', 0, 1, 10)
                        """)
                .param(id)
                .update();

        assertThat(outcome(id).verdict()).isEqualTo(Verdict.IDENTICAL);
    }

    private ReproductionOutcome reproduced(StoredBundle bundle) {
        String id = UUID.randomUUID().toString();
        ask(id, bundle);
        return outcome(id);
    }

    private void ask(String id, StoredBundle bundle) {
        byte[] request = Json.bytes(request(id, bundle));
        kafka.send(Topics.REPRODUCTION_REQUESTS, "clicks", request).join();
    }

    private static ReproductionRequested request(String id, StoredBundle bundle) {
        return new ReproductionRequested(id, "clicks", 1, bundle.named(), SnapshotFixtures.START);
    }

    private static ReproductionOutcome outcome(String id) {
        await().atMost(Duration.ofMinutes(1)).until(() -> REGISTRY.outcomes.containsKey(id));
        return Objects.requireNonNull(REGISTRY.outcomes.get(id));
    }
}
