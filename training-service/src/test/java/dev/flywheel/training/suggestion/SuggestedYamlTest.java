package dev.flywheel.training.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.SnapshotFixtures.Shop;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.expectation.DatasetExpectations;
import dev.flywheel.training.expectation.ExpectationReport;
import dev.flywheel.training.expectation.ExpectationReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestedYamlTest {

    private static final Shop SHOP = SnapshotFixtures.aShop().withEvents(500);

    @TempDir private Path home;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 37, 100})
    void suggestsWhatAPipelineFileTakesAndTheDatasetMeets(int withoutPrice) throws IOException {
        Shop shop = SHOP.withoutPrices(withoutPrice);

        ExpectationReport report = check(pasted(yaml(shop)), shop);

        assertThat(report.findings()).hasSizeGreaterThan(8);
        assertThat(report.findings())
                .allSatisfy(finding ->
                        assertThat(finding.outcome())
                                .as(finding.toString())
                                .isIn(Outcome.MET, Outcome.NOT_APPLICABLE));
    }

    @Test
    void suggestsWhatAnotherDatasetBreaks() throws IOException {
        Pipeline pipeline = pasted(yaml(SHOP));

        assertThat(check(pipeline, SHOP.withoutPrices(30)).breaches())
                .extracting(ExpectationReport.Finding::statistic)
                .containsExactly("missing share of item_price");
        assertThat(check(pipeline, SHOP.withDearerItems(8)).breaches())
                .extracting(ExpectationReport.Finding::statistic)
                .hasSize(2)
                .contains("mean of item_price");
    }

    @Test
    void tellsWhatWasObserved() {
        String yaml = yaml(SHOP.withoutPrices(100));

        assertThat(yaml)
                .contains("{ rows: { at_least: 1250 } }  # observed: 2500")
                .contains("# item_price has no value in any row.")
                .contains("\"I0\", \"I1\"")
                .contains("observed: 0 to 9; it grows with time");
    }

    private String yaml(Shop shop) {
        SnapshotManifest manifest = write(shop);
        try (SnapshotDatabase dataset = open(manifest)) {
            return new SuggestedYaml(Set.of("user_clicks"))
                    .of(
                            manifest,
                            0.2,
                            dataset.columns().stream()
                                    .map(column -> ColumnStatistics.of(dataset, column))
                                    .toList());
        }
    }

    private static Pipeline pasted(String yaml) throws IOException {
        String file = Files.readString(Path.of("src/test/resources/pipelines/clicks.yaml"));
        int from = file.indexOf("expectations:");
        int to = file.indexOf("training:");
        return PipelineReader.read(
                file.substring(0, from) + yaml + "\n" + file.substring(to), "clicks.yaml");
    }

    private ExpectationReport check(Pipeline pipeline, Shop shop) {
        try (SnapshotDatabase dataset = open(write(shop))) {
            return new DatasetExpectations(
                            pipeline.expectations().dataset(), Set.of("user_clicks"), false)
                    .check(dataset, () -> null, (_, _) -> List.of());
        }
    }

    private SnapshotManifest write(Shop shop) {
        return SnapshotFixtures.write(shop, "s", new FileArtifactStore(home.resolve("artifacts")));
    }

    private SnapshotDatabase open(SnapshotManifest manifest) {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies")).open(manifest);
    }
}
