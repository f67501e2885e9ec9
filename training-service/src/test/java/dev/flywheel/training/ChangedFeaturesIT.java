package dev.flywheel.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs after the pipeline's file was changed: the champion's columns have the same names and
/// types, and one of them has come to mean something else.
class ChangedFeaturesIT extends RunningTraining {

    private final SnapshotManifest asServed = snapshot(SnapshotFixtures.aShop());
    private JsonNode first;
    private String file = "";

    @BeforeEach
    void promoteAChampionOfAnotherFile() {
        FEATURES.gives(asServed);
        first = run("{}");
        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");
        bundle.changeText(
                "pipeline.yaml",
                yaml -> {
                    file =
                            yaml.replace(
                                    "attribute: item.price",
                                    "mean: item.price, on: click, by: item");
                    return file;
                });
    }

    @Test
    void measuresAChampionOnTheSameRowsWithItsOwnFeatures() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withoutPrices(4)));
        FEATURES.givesPaired(asServed);

        JsonNode second = run("{}");

        JsonNode evaluations = second.path("evaluations");
        assertThat(evaluations.path("champion"))
                .isEqualTo(first.path("evaluations").path("winner"));
        assertThat(evaluations.path("champion")).isNotEqualTo(evaluations.path("winner"));
        assertThat(second.path("log").toString())
                .contains("with features of its own", "mean something else now: item_price");
        SnapshotRequest asked = FEATURES.requests().getLast();
        assertThat(asked.pipelineFile()).isEqualTo(file).contains("mean: item.price");
        assertThat(asked.archivePosition()).isEqualTo(asServed.archivePosition());
        assertThat(asked.from()).isEqualTo(asked.testFrom()).isAfter(SnapshotFixtures.START);
    }

    @Test
    void doesNotMeasureOnOtherRows() {
        FEATURES.givesPaired(snapshot(SnapshotFixtures.aShop().withFollowing(70)));

        JsonNode second = run("{}");

        assertThat(second.path("state").asString()).isEqualTo("REJECTED");
        assertThat(second.path("summary").asString())
                .contains(
                        "champion 1 can't be compared: it reads features that mean something else"
                                + " now: item_price; its file makes other rows: ",
                        "promote by force");
        assertThat(second.path("evaluations").propertyNames()).doesNotContain("champion");
    }

    /// Its values differ by declaration, which is no drift.
    @Test
    void doesNotAskWhetherSuchAFeatureHasDrifted() {
        FEATURES.gives(snapshot(SnapshotFixtures.aShop().withDearerItems(9)));

        assertThat(drifted(run("{\"cause\":\"drift\"}"))).doesNotContain("item_price");

        StoredBundle bundle = new StoredBundle(REGISTRY, "r1");
        bundle.changeText(
                "pipeline.yaml",
                yaml ->
                        yaml.replace(
                                "mean: item.price, on: click, by: item", "attribute: item.price"));

        assertThat(drifted(run("{\"cause\":\"drift\"}"))).contains("item_price");
    }

    private static String drifted(JsonNode run) {
        return run.path("expectations")
                .path("findings")
                .valueStream()
                .filter(finding -> finding.path("expectation").asString().contains("champion"))
                .map(finding -> finding.path("observed").asString())
                .findFirst()
                .orElseThrow();
    }
}
