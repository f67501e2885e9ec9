package dev.flywheel.training.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.training.SnapshotFixtures;
import dev.flywheel.training.dataset.Part;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A click a minute: 70 to train on, 15 to validate with, 15 to test with.
class SplitsTest {

    @TempDir private Path home;

    @Test
    void learnsFromAllThatWasBeforeEachFold() throws IOException {
        try (SnapshotDatabase snapshot = open()) {
            List<Fold> folds = new Splits(snapshot, pipeline("folds: 3, test: 0.15")).folds();

            assertThat(folds).extracting(Fold::number).containsExactly(1, 2, 3);
            assertThat(folds)
                    .extracting(fold -> minutes(snapshot, fold.learned()))
                    .containsExactly(range(0, 70), range(0, 75), range(0, 80));
            assertThat(folds)
                    .extracting(fold -> minutes(snapshot, fold.measured()))
                    .containsExactly(range(70, 75), range(75, 80), range(80, 85));
        }
    }

    @Test
    void keepsTheGapToEachFoldAndToTheTestPart() throws IOException {
        try (SnapshotDatabase snapshot = open()) {
            Splits splits = new Splits(snapshot, pipeline("folds: 3, test: 0.15, gap: 10m"));

            assertThat(splits.folds())
                    .extracting(fold -> minutes(snapshot, fold.learned()))
                    .containsExactly(range(0, 60), range(0, 65), range(0, 70));
            assertThat(minutes(snapshot, splits.beforeTest())).isEqualTo(range(0, 75));
        }
    }

    @Test
    void measuresEachListInItsFold() throws IOException {
        try (SnapshotDatabase snapshot = open()) {
            Splits splits = new Splits(snapshot, pipeline("folds: 2, test: 0.15"));
            List<Integer> lists = new ArrayList<>();

            for (Fold fold : splits.folds()) {
                List<Object> seen = new ArrayList<>();
                snapshot.eachList(fold.measured(), seen::add);
                lists.add(seen.size());
            }

            assertThat(lists).containsExactly(7, 8);
        }
    }

    @Test
    void hasOneFoldWithoutARollingOrigin() throws IOException {
        try (SnapshotDatabase snapshot = open()) {
            String shares = "train: 0.7, validation: 0.15, test: 0.15, gap: 5m";

            assertThat(new Splits(snapshot, pipeline(shares)).folds())
                    .singleElement()
                    .satisfies(fold -> {
                        assertThat(minutes(snapshot, fold.learned())).isEqualTo(range(0, 65));
                        assertThat(minutes(snapshot, fold.measured())).isEqualTo(range(70, 85));
                    });
        }
    }

    /// Events of one time are never divided, so there are fewer folds than were asked for.
    @Test
    void dividesWhereTimeDoes() {
        try (SnapshotDatabase snapshot = open()) {
            assertThat(snapshot.starts(Part.VALIDATION, 20))
                    .hasSize(15)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    /// Of which minutes the clicks are selected.
    private static List<Long> minutes(SnapshotDatabase snapshot, Selection selection) {
        List<Long> minutes = new ArrayList<>();
        Instant start = SnapshotFixtures.START;
        for (long minute = 0; minute < 100; minute++) {
            Instant at = start.plusSeconds(minute * 60);
            if (!Double.isNaN(snapshot.meanLabel(at(selection, at)))) {
                minutes.add(minute);
            }
        }
        return minutes;
    }

    private static Selection at(Selection selection, Instant minute) {
        Instant from = later(selection.from(), minute);
        Instant before = selection.before();
        Instant end = minute.plusSeconds(60);
        return selection.from(from).before(before != null && before.isBefore(end) ? before : end);
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }

    private SnapshotDatabase open() {
        FileArtifactStore artifacts = new FileArtifactStore(home.resolve("artifacts"));
        return new SnapshotFiles(artifacts, home.resolve("copies"))
                .open(
                        SnapshotFixtures.write(
                                SnapshotFixtures.aShop().withEvents(100), "s", artifacts));
    }

    private static Pipeline pipeline(String split) throws IOException {
        String yaml = Files.readString(Path.of("src/test/resources/pipelines/clicks.yaml"));
        return PipelineReader.read(
                yaml.replace("by: time, train: 0.7, validation: 0.15, test: 0.15", split),
                "clicks.yaml");
    }
}
