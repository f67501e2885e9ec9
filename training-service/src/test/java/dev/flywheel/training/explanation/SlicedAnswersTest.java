package dev.flywheel.training.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.model.bundle.SlicedMetrics.Segment;
import dev.flywheel.model.bundle.SlicedMetrics.Slice;
import dev.flywheel.model.encoding.FeatureRow;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.pipeline.spec.Evaluation.Cost;
import dev.flywheel.pipeline.spec.Task;
import dev.flywheel.training.PaymentFixtures;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.dataset.EvaluationList;
import dev.flywheel.training.dataset.LabelledRow;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import dev.flywheel.training.evaluation.Decision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicedAnswersTest {

    private static final SliceColumn COLOUR =
            new SliceColumn("colour", 0, Arrays.asList("red", "blue", null));

    @TempDir private Path home;

    @Test
    void measuresTheRowsOfEachValue() {
        SlicedAnswers answers = new SlicedAnswers(COLOUR, Task.CLASSIFICATION);
        see(answers, "red", 1, 2.0);
        see(answers, "red", 0, -2.0);
        see(answers, "blue", 1, -1.0);
        see(answers, "blue", 0, 1.0);
        see(answers, null, 1, 0.5);
        see(answers, "green", 0, -0.5);
        see(answers, "grey", 0, 0.5);

        Slice slice = answers.slice(Decision.EVEN);

        assertThat(slice.feature()).isEqualTo("colour");
        assertThat(slice.values()).extracting(Segment::value).containsExactly("red", "blue", null);
        assertThat(slice.values()).extracting(Segment::rows).containsExactly(2, 2, 1);
        assertThat(slice.values().getFirst().metrics())
                .contains(entry("auc", 1.0), entry("accuracy", 1.0), entry("recall", 1.0));
        assertThat(slice.values().get(1).metrics())
                .contains(entry("auc", 0.0), entry("accuracy", 0.0));
        assertThat(slice.values().get(2).metrics())
                .as("of one class there is no AUC")
                .doesNotContainKey("auc")
                .containsEntry("accuracy", 1.0);
        assertThat(slice.other())
                .satisfies(other -> {
                    assertThat(other.rows()).isEqualTo(2);
                    assertThat(other.metrics()).containsEntry("accuracy", 0.5);
                });
    }

    @Test
    void takesAListForTheValueOfItsPositive() {
        SlicedAnswers answers = new SlicedAnswers(COLOUR, Task.CLASSIFICATION);
        EvaluationList list =
                new EvaluationList(List.of(row("red", 0), row("blue", 1), row("red", 0)));

        answers.see(list, new double[] {3, 2, 1});

        Slice slice = answers.slice(Decision.EVEN);
        assertThat(slice.values()).extracting(Segment::lists).containsExactly(0, 1, 0);
        assertThat(slice.values().get(1).metrics()).containsEntry("mrr@10", 0.5);
        assertThat(slice.other()).isNull();
    }

    @Test
    void decidesAsTheModelDoesOnAllRows() {
        SlicedAnswers answers = new SlicedAnswers(COLOUR, Task.CLASSIFICATION);
        see(answers, "red", 1, -2.0);

        Slice slice = answers.slice(new Decision(0.1, new Cost(1, 10)));

        assertThat(slice.values().getFirst().metrics())
                .contains(entry("cost", 0.0), entry("recall", 1.0));
    }

    @Test
    void measuresNumbersToo() {
        SlicedAnswers answers = new SlicedAnswers(COLOUR, Task.REGRESSION);
        see(answers, "red", 10, 13);
        see(answers, "red", 20, 16);

        assertThat(answers.slice(Decision.EVEN).values().getFirst().metrics().get("rmse"))
                .isCloseTo(Math.sqrt(12.5), within(1e-12));
    }

    @Test
    void slicesByTheMostFrequentValuesOfWhatThePipelineNames() {
        List<SliceColumn> columns =
                columns(
                        artifacts ->
                                SnapshotFixtures.write(SnapshotFixtures.aShop(), "s", artifacts),
                        List.of("item_id"));

        assertThat(columns)
                .singleElement()
                .satisfies(column -> {
                    assertThat(column.feature()).isEqualTo("item_id");
                    assertThat(column.index()).isEqualTo(2);
                    assertThat(column.values()).hasSize(SliceColumn.MOST_VALUES);
                });
    }

    @Test
    void choosesCategoriesWithFewValuesItself() {
        assertThat(columns(PaymentFixtures::frauds, null))
                .singleElement()
                .satisfies(column -> {
                    assertThat(column.feature()).isEqualTo("country");
                    assertThat(column.values())
                            .containsExactlyInAnyOrder("L0", "L1", "L2", "L3", "L4");
                });
        assertThat(
                        columns(
                                artifacts ->
                                        SnapshotFixtures.write(
                                                SnapshotFixtures.aShop(), "s", artifacts),
                                null))
                .as("twenty items are too many")
                .isEmpty();
    }

    @Test
    void slicesByNothingWhereThePipelineSaysSo() {
        assertThat(columns(PaymentFixtures::frauds, List.of())).isEmpty();
    }

    private List<SliceColumn> columns(
            Function<ArtifactStore, SnapshotManifest> fixture, @Nullable List<String> slices) {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        try (SnapshotDatabase snapshot =
                new SnapshotFiles(artifacts, home.resolve("copies"))
                        .open(fixture.apply(artifacts))) {
            return SliceColumn.of(
                    snapshot,
                    Selection.of(Part.TEST),
                    new Evaluation(
                            Evaluation.Group.EVENT,
                            Evaluation.Candidates.ALL,
                            null,
                            null,
                            null,
                            slices));
        }
    }

    private static void see(
            SlicedAnswers answers, @Nullable String colour, double label, double margin) {
        answers.see(row(colour, label), margin);
    }

    private static LabelledRow row(@Nullable String colour, double label) {
        FeatureRow features = FeatureRow.of(new double[1], new @Nullable String[] {colour});
        return new LabelledRow(features, null, label, 1, null, 0);
    }
}
