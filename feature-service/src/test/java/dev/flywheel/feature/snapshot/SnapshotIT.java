package dev.flywheel.feature.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.FeatureProperties;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.work.WorkLocks;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.Pipelines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotIT {

    private static final int ITEMS = 9;

    @TempDir private Path directory;

    private final Pipeline pipeline = FeatureFixtures.aPipeline("snapshot-it");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final Archive archive = new Archive(fixtures.database());
    private final Snapshots snapshots = new Snapshots(fixtures.database(), fixtures.clock());
    private final List<Event> events = FeatureFixtures.events(2_000, 25, ITEMS, 21);

    @BeforeEach
    void fill() {
        fixtures.archiveVersions(sink, FeatureFixtures.items(ITEMS));
        fixtures.archive(sink, events);
    }

    @Test
    void writesPositivesWithTheirNegativesAndLists() throws Exception {
        SnapshotManifest manifest = take(request(null, 50));

        long clicks = events.stream().filter(event -> event.eventType().equals("click")).count();
        assertThat(manifest.positiveCount()).isEqualTo(clicks);
        assertThat(manifest.rowCount()).isEqualTo(4 * clicks);
        assertThat(manifest.listCount()).isEqualTo(100);
        assertThat(manifest.candidates()).isEqualTo(ITEMS);
        assertThat(query(manifest.rows(), "count(*), sum(label), count(distinct event_id)"))
                .containsExactly(4 * clicks, clicks, clicks);
        assertThat(query(manifest.lists(), "count(*), sum(label), count(distinct event_id)"))
                .containsExactly(100L * ITEMS, 100L, 100L);
        assertThat(query(manifest.rows(), "count(*) filter (label = 0 and candidate <> item_id)"))
                .containsExactly(0L);
        assertThat(query(manifest.lists(), "count(*) filter (part = 'train')")).containsExactly(0L);
    }

    @Test
    void splitsByTime() throws Exception {
        SnapshotManifest manifest = take(request(null, 0));

        List<Long> shares =
                query(
                        manifest.rows(),
                        "count(*) filter (part = 'train') * 100 // count(*),"
                                + " count(*) filter (part = 'validation') * 100 // count(*)");
        assertThat(shares.getFirst()).isBetween(58L, 62L);
        assertThat(shares.getLast()).isBetween(18L, 22L);
        assertThat(
                        query(
                                manifest.rows(),
                                "(max(event_time) filter (part = 'train')"
                                        + " < min(event_time) filter (part = 'validation'))::int,"
                                        + " (max(event_time) filter (part = 'validation')"
                                        + " < min(event_time) filter (part = 'test'))::int"))
                .containsExactly(1L, 1L);
    }

    @Test
    void featuresKnowOnlyWhatWasBefore() throws Exception {
        SnapshotManifest manifest = take(request(null, 0));

        // In place order a user's n-th click has n - 1 behind it, the negatives of it too.
        assertThat(
                        query(
                                manifest.rows(),
                                "count(*) filter (user_clicks <> expected) from (select *, dense_rank()"
                                        + " over (partition by user_id order by event_time, event_id) - 1"
                                        + " as expected",
                                ")"))
                .containsExactly(0L);
    }

    /// As a challenger's rows and those of a champion that reads other features must be the same.
    @Test
    void makesTheSameRowsWithTheFeaturesOfAnotherFile() throws Exception {
        SnapshotManifest manifest = take(request(null, 50));
        long micros =
                query(manifest.rows(), "min(epoch_us(event_time)) filter (part = 'test')")
                        .getFirst();
        Instant testFrom = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        // It knows no views, and counts by items what the other counts by users.
        String file =
                FeatureFixtures.aPipelineFile(pipeline.name())
                        .replaceFirst(" *view: .*\n", "")
                        .replaceFirst(" *item_views_7d: .*\n", "")
                        .replace(
                                "user_clicks: { count: click, by: user }",
                                "user_clicks: { count: click, by: item }")
                        .replace("user_mean_price:", "user_price:");
        SnapshotRequest paired =
                new SnapshotRequest(testFrom, null, manifest.archivePosition(), testFrom, 50, file);

        Snapshot taken =
                new SnapshotTaker(archive, snapshots, worker(3), fixtures.clock())
                        .take(pipeline, paired);
        worker(3).make(taken);
        SnapshotManifest other =
                Objects.requireNonNull(snapshots.find(taken.id()).orElseThrow().manifest());

        String rows = "count(*), sum(hash(event_id, candidate, label)) % 1_000_000_007";
        assertThat(query(other.rows(), rows))
                .isEqualTo(query(manifest.rows(), rows, "where part = 'test'"));
        assertThat(query(other.lists(), rows))
                .isEqualTo(query(manifest.lists(), rows, "where part = 'test'"));
        assertThat(query(other.rows(), "count(*) filter (part <> 'test')")).containsExactly(0L);
        assertThat(query(other.rows(), "count(*) filter (user_clicks <> item_clicks)"))
                .containsExactly(0L);
        assertThat(other.columns())
                .contains(new SnapshotManifest.Column("user_price", "numeric"))
                .doesNotContain(new SnapshotManifest.Column("item_views_7d", "numeric"));
    }

    @Test
    void refusesAFileThatIsAnotherPipelinesOrHasMistakes() {
        SnapshotTaker taker = new SnapshotTaker(archive, snapshots, worker(3), fixtures.clock());

        assertThatThrownBy(() -> taker.take(pipeline, by(FeatureFixtures.aPipelineFile("another"))))
                .isInstanceOf(SnapshotException.BadRequest.class)
                .hasMessage("pipeline_file is of the pipeline 'another', expected 'snapshot-it'");
        assertThatThrownBy(() -> taker.take(pipeline, by("name: Shop\nlateness: soon\n")))
                .isInstanceOfSatisfying(
                        SnapshotException.BadRequest.class,
                        refused ->
                                assertThat(refused.errors())
                                        .hasSizeGreaterThan(1)
                                        .anyMatch(error ->
                                                error.startsWith("pipeline_file:2:11: lateness")));
    }

    private static SnapshotRequest by(String file) {
        return new SnapshotRequest(null, null, null, null, 0, file);
    }

    @Test
    void equalRequestsGiveEqualFiles() throws Exception {
        SnapshotManifest one = take(request(null, 20));
        SnapshotManifest other = take(request(null, 20));

        assertThat(other.rows()).isEqualTo(one.rows());
        assertThat(other.lists()).isEqualTo(one.lists());
    }

    @Test
    void doesNotSeeWhatWasArchivedAfterItsPosition() throws Exception {
        SnapshotRequest request = request(archive.head(pipeline.name()).position(), 20);
        SnapshotManifest before = take(request);

        fixtures.archive(
                sink,
                List.of(
                        FeatureFixtures.aClick(
                                "later", "U1", "I1", FeatureFixtures.START.plusSeconds(5))));

        assertThat(take(request).rows()).isEqualTo(before.rows());
    }

    @Test
    void aWorkerFinishesWhatAnotherLeftBehind() {
        Snapshot left = left(request(null, 0));

        worker(3).make(left);

        assertThat(snapshots.find(left.id()).orElseThrow().status())
                .isEqualTo(Snapshot.Status.SUCCEEDED);
        assertThat(snapshots.running()).isEmpty();
    }

    @Test
    void givesUpAfterItsAttempts() {
        Snapshot left = left(request(null, 0));
        snapshots.attempt(left.id());
        snapshots.attempt(left.id());

        worker(2).make(left);

        Snapshot found = snapshots.find(left.id()).orElseThrow();
        assertThat(found.status()).isEqualTo(Snapshot.Status.FAILED);
        assertThat(found.error()).contains("2 times");
    }

    @Test
    void leavesAloneWhatAnotherWorksOn() throws SQLException {
        Snapshot left = left(request(null, 0));
        try (Connection other = fixtures.postgres().connect();
                Statement statement = other.createStatement()) {
            statement.execute(
                    "select pg_advisory_lock(hashtextextended('snapshot:%s', 0))"
                            .formatted(left.id()));

            worker(3).make(left);

            assertThat(snapshots.find(left.id()).orElseThrow().status())
                    .isEqualTo(Snapshot.Status.RUNNING);
        }
    }

    @Test
    void saysWhyThereIsNothingToTake() {
        SnapshotRequest request =
                new SnapshotRequest(
                        FeatureFixtures.START.plus(Duration.ofDays(300)), null, null, null, 0);
        Snapshot left = left(request);

        worker(3).make(left);

        assertThat(snapshots.find(left.id()).orElseThrow().error()).contains("no 'click'");
    }

    @Test
    void theSameRequestIsTheSameSnapshot() {
        SnapshotTaker taker = new SnapshotTaker(archive, snapshots, worker(3), fixtures.clock());

        Snapshot one = taker.take(pipeline, new SnapshotRequest(null, null, null, null, 5));
        Snapshot again = taker.take(pipeline, new SnapshotRequest(null, null, null, null, 5));
        Snapshot other = taker.take(pipeline, new SnapshotRequest(null, null, null, null, 6));

        assertThat(again.id()).isEqualTo(one.id());
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void refusesAContradictionWithEveryReason() {
        SnapshotTaker taker = new SnapshotTaker(archive, snapshots, worker(3), fixtures.clock());
        SnapshotRequest request =
                new SnapshotRequest(
                        FeatureFixtures.START, FeatureFixtures.START, 1_000_000L, null, -1);

        assertThatThrownBy(() -> taker.take(pipeline, request))
                .isInstanceOfSatisfying(
                        SnapshotException.BadRequest.class,
                        refused -> assertThat(refused.errors()).hasSize(3));
    }

    private SnapshotRequest request(@Nullable Long position, int lists) {
        return new SnapshotRequest(
                null,
                null,
                Objects.requireNonNullElse(position, archive.head(pipeline.name()).position()),
                null,
                lists);
    }

    private SnapshotManifest take(SnapshotRequest request) throws IOException, SQLException {
        return writer().write(pipeline, "id", request);
    }

    private Snapshot left(SnapshotRequest request) {
        Snapshot snapshot =
                new Snapshot(
                        "left-" + request.hashCode(),
                        pipeline.name(),
                        request.at(archive.head(pipeline.name()).position()),
                        Snapshot.Status.RUNNING,
                        0,
                        null,
                        null,
                        fixtures.clock().instant());
        snapshots.request(snapshot);
        return snapshot;
    }

    private SnapshotWorker worker(int attempts) {
        return new SnapshotWorker(
                Pipelines.of(pipeline),
                snapshots,
                writer(),
                new WorkLocks(fixtures.database()),
                properties(attempts));
    }

    private SnapshotWriter writer() {
        return new SnapshotWriter(
                archive,
                new FileArtifactStore(directory.resolve("artifacts")),
                fixtures.clock(),
                properties(3));
    }

    private FeatureProperties properties(int attempts) {
        return FeatureFixtures.properties(directory.resolve("work"), attempts);
    }

    private List<Long> query(SnapshotManifest.File file, String selected) throws Exception {
        return query(file, selected, "");
    }

    private List<Long> query(SnapshotManifest.File file, String selected, String rest)
            throws Exception {
        Path parquet = directory.resolve(file.sha256() + ".parquet");
        try (InputStream stored =
                new FileArtifactStore(directory.resolve("artifacts"))
                        .open(new Digest(file.sha256()))) {
            Files.copy(stored, parquet, StandardCopyOption.REPLACE_EXISTING);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select %s from '%s' %s".formatted(selected, parquet, rest))) {
            result.next();
            List<Long> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getLong(i));
            }
            return values;
        }
    }
}
