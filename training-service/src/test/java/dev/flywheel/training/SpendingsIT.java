package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.scoring.Link;
import java.io.IOException;
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

    @Test
    void comparesNumbersWithTheChampions() {
        runs().run("spendings", "{}");

        JsonNode second = runs().run("spendings", "{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("evaluations").path("champion").path("rmse").asDouble())
                .isEqualTo(second.path("metrics").path("rmse").asDouble());
    }
}
