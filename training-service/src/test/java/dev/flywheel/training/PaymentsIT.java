package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.ModelBundle;
import dev.flywheel.model.encoding.FittedColumn;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs over a label that is not sampled: rare, without lists, and known late.
class PaymentsIT extends RunningTraining {

    @BeforeEach
    void givesPayments() {
        FEATURES.gives(PaymentFixtures.frauds(ARTIFACTS));
    }

    @Test
    void trainsOnARareLabelWithoutLists() {
        JsonNode run = runs().run("payments", "{}");

        assertThat(run.path("state").asString()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("candidates").valueStream())
                .hasSize(2)
                .allSatisfy(candidate ->
                        assertThat(candidate.path("validation").path("auc").asDouble())
                                .isGreaterThan(0.85));
        assertThat(run.path("evaluations").propertyNames())
                .containsExactlyInAnyOrder("winner", "majority");
        assertThat(run.path("metrics").propertyNames())
                .contains("precision@10", "calibration_error", "cost", "average_precision")
                .doesNotContain("ndcg@10", "gauc");
        assertThat(run.path("metrics").path("calibration_error").asDouble()).isLessThan(0.01);
    }

    @Test
    void decidesByWhatWrongAnswersCost() throws IOException {
        JsonNode run = runs().run("payments", "{}");

        double threshold = run.path("winner").path("threshold").asDouble();
        ModelBundle bundle = bundle("r1");

        assertThat(threshold).isBetween(0.001, 0.5);
        assertThat(bundle.threshold()).isCloseTo(threshold, within(1e-12));
        assertThat(bundle.reference().rows()).isEqualTo(PaymentFixtures.ROWS / 5);
        assertThat(run.path("metrics").path("cost").asDouble())
                .isLessThan(run.path("evaluations").path("majority").path("cost").asDouble());
    }

    @Test
    void carriesWhatWasFittedInTheBundle() throws IOException {
        runs().run("payments", "{}");

        List<FittedColumn> fitted = bundle("r1").encoder().fitted();

        assertThat(fitted.get(1)).isEqualTo(new FittedColumn.Hashed("country", 16, null, false));
        assertThat(fitted.getFirst().name()).isEqualTo("amount");
        JsonNode sliced =
                Json.MAPPER.readTree(REGISTRY.artifacts.get("1/r1/artifacts/bundle/slices.json"));
        assertThat(sliced.path("slices").path(0).path("feature").asString()).isEqualTo("country");
        assertThat(sliced.path("slices").path(0).path("values")).hasSize(5);
        JsonNode importance =
                Json.MAPPER.readTree(
                        REGISTRY.artifacts.get("1/r1/artifacts/bundle/importance.json"));
        assertThat(importance.path("features").path(0).path("feature").asString())
                .isIn("amount", "terminal_frauds");
        assertThat(importance.path("rows").asInt()).isGreaterThan(1_000);
    }

    @Test
    void comparesWithTheChampionOnTheSameRows() {
        runs().run("payments", "{}");

        JsonNode second = runs().run("payments", "{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("evaluations").path("champion").path("cost").asDouble())
                .isEqualTo(second.path("metrics").path("cost").asDouble());
        assertThat(second.path("summary").asString()).contains("better in 0.0000");
    }
}
