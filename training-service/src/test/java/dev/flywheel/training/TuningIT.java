package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs that search for hyperparameters.
class TuningIT extends RunningTraining {

    @Test
    void triesWhatTheSeedDraws() {
        FEATURES.gives(PaymentFixtures.frauds("tuned", ARTIFACTS));

        JsonNode run = runs().run("tuned", "{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        List<JsonNode> candidates = run.path("candidates").valueStream().toList();
        assertThat(candidates)
                .extracting(candidate -> candidate.path("trainer").asString())
                .startsWith("logistic-regression")
                .hasSize(6);
        assertThat(candidates.subList(1, 6))
                .allSatisfy(trial -> {
                    JsonNode drawn = trial.path("hyperparameters");
                    assertThat(drawn.path("rounds").asInt()).isIn(5, 10, 20);
                    assertThat(drawn.path("depth").asInt()).isBetween(2, 4);
                    assertThat(drawn.path("learning_rate").asDouble()).isBetween(0.05, 0.5);
                    assertThat(trial.path("folds").size()).isEqualTo(2);
                });
        assertThat(run.path("winner").path("hyperparameters"))
                .isEqualTo(best(candidates).path("hyperparameters"));
    }

    @Test
    void findsTheSameWinnerAgain() {
        FEATURES.gives(PaymentFixtures.frauds("tuned", ARTIFACTS));
        JsonNode first = runs().run("tuned", "{}");

        JsonNode second = runs().run("tuned", "{}");

        assertThat(second.path("winner").path("model_digest"))
                .isEqualTo(first.path("winner").path("model_digest"));
        for (int i = 0; i < 6; i++) {
            JsonNode one = first.path("candidates").path(i);
            JsonNode other = second.path("candidates").path(i);
            assertThat(other.path("hyperparameters")).isEqualTo(one.path("hyperparameters"));
            assertThat(other.path("validation")).isEqualTo(one.path("validation"));
        }
    }

    @Test
    void keepsTrialsAsNestedRuns() {
        FEATURES.gives(PaymentFixtures.frauds("tuned", ARTIFACTS));

        JsonNode run = runs().run("tuned", "{}");

        String parent = run.path("registration").path("registry_run_id").asString();
        Map<String, Map<String, Object>> nested = REGISTRY.below(parent);
        assertThat(nested).hasSize(6);
        assertThat(nested.values())
                .extracting(asked -> asked.get("run_name"))
                .startsWith("trial 1: logistic-regression", "trial 2: gradient-boosting");
        assertThat(REGISTRY.finished).contains(parent).containsAll(nested.keySet());
        String second = List.copyOf(nested.keySet()).get(1);
        JsonNode trial = run.path("candidates").path(1);
        assertThat(RegistryStandIn.pairs(batch(second), "params"))
                .containsEntry("trainer", "gradient-boosting")
                .containsEntry("rounds", trial.path("hyperparameters").path("rounds").asString());
        assertThat(REGISTRY.metric(second, "validation.average_precision"))
                .containsEntry(0, trial.path("validation").path("average_precision").asDouble());
        assertThat(REGISTRY.metric(second, "fold.average_precision")).containsOnlyKeys(1, 2);
    }

    @Test
    void triesNoFurtherWhenTimeIsUp() {
        FEATURES.gives(PaymentFixtures.frauds("hurried", ARTIFACTS));

        JsonNode run = runs().run("hurried", "{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("candidates").size()).isBetween(1, 200);
        assertThat(run.path("log").valueStream().map(line -> line.path("message").asString()))
                .anySatisfy(line -> assertThat(line).contains("time is up after", "of 500 trials"));
    }

    private static Map<String, Object> batch(String runId) {
        return Objects.requireNonNull(REGISTRY.batches.get(runId), "nothing was logged");
    }

    private static JsonNode best(List<JsonNode> candidates) {
        JsonNode best = candidates.getFirst();
        for (JsonNode other : candidates) {
            if (score(other) > score(best)) {
                best = other;
            }
        }
        return best;
    }

    private static double score(JsonNode candidate) {
        return candidate.path("validation").path("average_precision").asDouble();
    }
}
