package dev.flywheel.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.training.SnapshotFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDatabaseTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir private Path home;

    /// A click a minute, the first 70 of them for training.
    @Test
    void leavesOutWhatIsTooLate() {
        Instant validation = SnapshotFixtures.START.plusSeconds(70 * 60L);
        List<LabelledRow> rows = new ArrayList<>();

        try (SnapshotDatabase snapshot = files().open(manifest())) {
            assertThat(snapshot.start(Part.VALIDATION)).isEqualTo(validation);
            Selection early =
                    Selection.of(Part.TRAIN).before(validation.minus(Duration.ofMinutes(20)));
            snapshot.eachRow(early, rows::add);
            assertThat(snapshot.meanLabel(early)).isEqualTo(0.2);
        }

        assertThat(rows).hasSize(50 * 5);
    }

    @Test
    void tellsEntityAndPeriodWhereAskedTo() {
        List<LabelledRow> rows = new ArrayList<>();

        try (SnapshotDatabase snapshot = files().open(manifest())) {
            snapshot.eachRow(
                    Selection.of(Part.TRAIN).by(new Selection.By("user_id", Duration.ofDays(1))),
                    rows::add);
        }

        assertThat(rows.getFirst().entity()).isEqualTo("U0");
        long day = Duration.between(Instant.EPOCH, SnapshotFixtures.START).toDays();
        assertThat(rows).extracting(LabelledRow::period).containsOnly(day);
    }

    @Test
    void readsRowsInOrderOfPlaceWithThePositiveFirst() {
        SnapshotManifest manifest = manifest();
        List<LabelledRow> rows = new ArrayList<>();

        try (SnapshotDatabase snapshot = files().open(manifest)) {
            snapshot.eachRow(Selection.of(Part.TRAIN, Part.VALIDATION), rows::add);
        }

        assertThat(rows).hasSize(85 * 5);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).positive()).isEqualTo(i % 5 == 0);
            assertThat(rows.get(i).features().category(2)).isEqualTo(rows.get(i).candidate());
            assertThat(rows.get(i).features().number(0)).isEqualTo(i / 5 / 50);
        }
    }

    @Test
    void readsWholeLists() {
        SnapshotManifest manifest = manifest();
        List<EvaluationList> lists = new ArrayList<>();

        try (SnapshotDatabase snapshot = files().open(manifest)) {
            snapshot.eachList(Selection.of(Part.TEST), lists::add);
        }

        assertThat(lists).hasSize(15);
        assertThat(lists)
                .allSatisfy(list -> {
                    assertThat(list.candidates()).hasSize(20);
                    assertThat(list.candidates()).filteredOn(LabelledRow::positive).hasSize(1);
                });
    }

    @Test
    void tellsMissingFromZero() {
        List<Double> prices = new ArrayList<>();
        SnapshotManifest without =
                SnapshotFixtures.write(
                        SnapshotFixtures.aShop().withEvents(10).withoutPrices(100),
                        "s2",
                        artifacts());

        try (SnapshotDatabase snapshot = files().open(without)) {
            snapshot.eachRow(Selection.of(Part.TRAIN), row -> prices.add(row.features().number(3)));
            assertThat(snapshot.columns()).contains(Column.numeric("item_price"));
        }

        assertThat(prices).isNotEmpty().allMatch(price -> price.isNaN());
    }

    @Test
    void letsAnExpressionReadNothingButTheSnapshot() throws IOException {
        SnapshotManifest manifest = manifest();
        Path secret = Files.writeString(home.resolve("secret.csv"), "a\n1\n");

        try (SnapshotDatabase snapshot = files().open(manifest)) {
            assertThat(snapshot.value("count(*)", MINUTE)).isEqualTo(500L);
            assertThatThrownBy(() ->
                            snapshot.value(
                                    "(SELECT max(content) FROM read_text('%s'))".formatted(secret),
                                    MINUTE))
                    .isInstanceOf(DatasetException.Unreadable.class)
                    .hasMessageContaining("disabled by configuration");
            assertThatThrownBy(() -> snapshot.value("1); SET threads = 4; SELECT (1", MINUTE))
                    .isInstanceOf(DatasetException.Unreadable.class);
        }
    }

    @Test
    void letsAnExpressionOverwriteNothing() {
        SnapshotManifest manifest = manifest();
        Path copy = home.resolve("copies").resolve(manifest.rows().sha256() + ".parquet");

        try (SnapshotDatabase snapshot = files().open(manifest)) {
            assertThat(copy).exists();
            assertThatThrownBy(() ->
                            snapshot.value(
                                    "1) FROM dataset; COPY (SELECT 1) TO '%s'; SELECT (1"
                                            .formatted(copy),
                                    MINUTE))
                    .isInstanceOf(DatasetException.Unreadable.class)
                    .hasMessage("it is more than one expression");

            assertThat(snapshot.value("count(*)", MINUTE)).isEqualTo(500L);
        }
    }

    @Test
    void endsAnExpressionThatTakesTooLong() {
        SnapshotManifest manifest = manifest();
        String endless =
                "(SELECT count(*) FROM range(10000000) a, range(10000000) b"
                        + " WHERE a.range + b.range = 7)";

        try (SnapshotDatabase snapshot = files().open(manifest)) {
            assertThatThrownBy(() -> snapshot.value(endless, Duration.ofSeconds(1)))
                    .isInstanceOf(DatasetException.Unreadable.class)
                    .hasMessage("it took longer than 1 s");

            assertThat(snapshot.value("count(*) -- still there", MINUTE)).isEqualTo(500L);
        }
    }

    @Test
    void refusesAFileThatIsNotWhatTheManifestSays() throws IOException {
        SnapshotManifest manifest = manifest();
        Path stored = stored(new Digest(manifest.rows().sha256()));
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored, bytes);

        assertThatThrownBy(() -> files().open(manifest))
                .isInstanceOf(DatasetException.Corrupt.class)
                .hasMessageContaining(manifest.rows().sha256());
    }

    @Test
    void leavesNoCopyBehind() throws IOException {
        SnapshotManifest manifest = manifest();
        files().open(manifest).close();

        files().forget(manifest);

        try (Stream<Path> left = Files.list(home.resolve("copies"))) {
            assertThat(left).isEmpty();
        }
    }

    private SnapshotFiles files() {
        return new SnapshotFiles(artifacts(), home.resolve("copies"));
    }

    private FileArtifactStore artifacts() {
        return new FileArtifactStore(home.resolve("artifacts"));
    }

    private SnapshotManifest manifest() {
        return SnapshotFixtures.write(SnapshotFixtures.aShop().withEvents(100), "s1", artifacts());
    }

    private Path stored(Digest digest) {
        return home.resolve("artifacts")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex().substring(2));
    }
}
