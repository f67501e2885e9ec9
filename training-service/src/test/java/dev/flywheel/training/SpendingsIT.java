package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.scoring.Link;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs over a label that is a number.
class SpendingsIT extends RunningTraining {

    @BeforeEach
    void givesSpendings() {
        FEATURES.gives(PaymentFixtures.spendings(ARTIFACTS));
    }

    @Test
    void turnsNumbersIntoAChampion() throws IOException {
        JsonNode run = runs().run("spendings", "{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("candidates").valueStream())
                .hasSize(3)
                .allSatisfy(candidate ->
                        assertThat(candidate.path("validation").path("r2").asDouble())
                                .isGreaterThan(0.8));
        assertThat(run.path("evaluations").propertyNames())
                .containsExactlyInAnyOrder("winner", "mean");
        assertThat(run.path("metrics").propertyNames())
                .containsExactlyInAnyOrder("rmse", "mae", "r2");
        assertThat(run.path("winner").has("threshold")).isFalse();
        ModelBundle bundle = bundle("r1");
        assertThat(bundle.plan().link()).isEqualTo(Link.IDENTITY);
        assertThat(bundle.threshold()).isNull();
    }

    /// The validation part of six days in three folds of two.
    @Test
    void comparesCandidatesOverFolds() {
        JsonNode run = runs().run("spendings", "{}");

        assertThat(run.path("candidates").valueStream())
                .allSatisfy(candidate -> {
                    double[] errors =
                            candidate
                                    .path("folds")
                                    .valueStream()
                                    .mapToDouble(fold -> fold.path("rmse").asDouble())
                                    .toArray();
                    assertThat(errors).hasSize(3).doesNotHaveDuplicates();
                    assertThat(candidate.path("validation").path("rmse").asDouble())
                            .isCloseTo(Arrays.stream(errors).average().orElse(0), within(1e-9));
                    assertThat(candidate.path("spread").path("rmse").asDouble()).isPositive();
                });
        assertThat(run.path("log").valueStream().map(line -> line.path("message").asString()))
                .anySatisfy(line -> assertThat(line).contains("reached rmse", "over 3 folds"));
        double best =
                run.path("candidates")
                        .valueStream()
                        .mapToDouble(one -> one.path("validation").path("rmse").asDouble())
                        .min()
                        .orElse(0);
        assertThat(REGISTRY.metric("r1", "validation.rmse")).containsOnly(entry(0, best));
        assertThat(REGISTRY.metric("r1", "fold.rmse")).containsOnlyKeys(1, 2, 3);
        assertThat(REGISTRY.metric("r1", "validation_spread.rmse")).containsOnlyKeys(0);
        assertThat(REGISTRY.metric("r1", "rmse")).containsOnlyKeys(0);
    }

    @Test
    void comparesNumbersWithTheChampions() {
        runs().run("spendings", "{}");

        JsonNode second = runs().run("spendings", "{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("evaluations").path("champion").path("rmse").asDouble())
                .isEqualTo(second.path("metrics").path("rmse").asDouble());
    }
}
