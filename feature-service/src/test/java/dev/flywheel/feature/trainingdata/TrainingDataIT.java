package dev.flywheel.feature.trainingdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.fold.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataIT {

    private static final int ITEMS = 9;
    private static final int USERS = 25;

    @TempDir private Path directory;

    private final Pipeline pipeline = FeatureFixtures.aPipeline("training-data-it");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final Archive archive = new Archive(fixtures.database());
    private final List<Event> events = FeatureFixtures.events(2_000, USERS, ITEMS, 21);
    private final List<EntityVersion> versions = FeatureFixtures.items(ITEMS);

    @BeforeEach
    void fill() {
        fixtures.archiveVersions(sink, versions);
        fixtures.archive(sink, events);
    }

    /// In no order, before, at, between and behind the events, of known and unknown keys.
    @Test
    void joinsWhatAFoldOfTheEventsBeforeEachRowSays() throws Exception {
        Random random = new Random(42);
        StringBuilder csv = new StringBuilder("note,user_id,item_id,event_time,answer\n");
        List<Map<String, String>> keys = new ArrayList<>();
        List<Instant> moments = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String user = "U" + random.nextInt(USERS + 3);
            String item = random.nextInt(10) == 0 ? "" : "I" + random.nextInt(ITEMS + 1);
            Instant at = FeatureFixtures.START.plusSeconds(30L * random.nextInt(-20, 1_400));
            csv.append("\"n, %d\",%s,%s,%s,%d\n".formatted(i, user, item, at, i % 2));
            Map<String, String> row = new HashMap<>(Map.of("user", user));
            if (!item.isEmpty()) {
                row.put("item", item);
            }
            keys.add(row);
            moments.add(at);
        }

        List<Map<String, @Nullable Object>> made = make(csv.toString(), SpineFormat.CSV);

        assertThat(made).hasSize(300);
        for (int i = 0; i < 300; i++) {
            Map<String, @Nullable Object> row = made.get(i);
            assertThat(row).containsEntry("note", "n, " + i).containsEntry("answer", (long) i % 2);
            assertThat(features(row))
                    .as("row %d: %s at %s", i, keys.get(i), moments.get(i))
                    .isEqualTo(bruteForce(keys.get(i), moments.get(i)));
        }
        assertThat(made).extracting(row -> row.get("user_clicks")).contains(0.0).hasSize(300);
        assertThat(made)
                .filteredOn(row -> row.get("user_clicks") instanceof Double n && n > 20)
                .hasSizeGreaterThan(50);
    }

    @Test
    void readsTheSameOutOfEveryFormat() throws Exception {
        String csv = "user_id,event_time\n007,2026-04-01T05:00:00Z\nU1,2026-04-01T07:00:00+02:00\n";
        String ndjson =
                """
                {"user_id":"007","event_time":"2026-04-01T05:00:00Z"}
                {"user_id":"U1","event_time":"2026-04-01T07:00:00+02:00"}
                """;
        Path parquet = directory.resolve("in.parquet");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    """
                    copy (select * from (values ('007', timestamptz '2026-04-01 05:00:00+00'),
                      ('U1', timestamptz '2026-04-01 05:00:00+00')) as t(user_id, event_time))
                    to '%s' (format parquet)
                    """
                            .formatted(parquet));
        }

        List<Map<String, @Nullable Object>> fromCsv = make(csv, SpineFormat.CSV);
        List<Map<String, @Nullable Object>> fromJson = make(ndjson, SpineFormat.NDJSON);
        List<Map<String, @Nullable Object>> fromParquet = make(parquet, SpineFormat.PARQUET);

        assertThat(fromCsv).extracting(row -> row.get("user_id")).containsExactly("007", "U1");
        assertThat(fromCsv.get(1).get("user_clicks")).isNotEqualTo(0.0);
        assertThat(fromJson).isEqualTo(fromCsv);
        assertThat(fromParquet.stream().map(this::features))
                .isEqualTo(fromCsv.stream().map(this::features).toList());
    }

    @Test
    void saysWhereTheFileComesFrom() throws Exception {
        Path made = file(write("user_id,event_time\nU1,2026-04-01T05:00:00Z\n"), SpineFormat.CSV);

        Map<String, String> origin = new HashMap<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select decode(key), decode(value) from parquet_kv_metadata('%s')"
                                        .formatted(made))) {
            while (row.next()) {
                origin.put(row.getString(1), row.getString(2));
            }
        }
        assertThat(origin)
                .containsEntry("pipeline", pipeline.name())
                .containsEntry("feature_set", pipeline.featureSet().id())
                .containsEntry(
                        "archive_position",
                        Long.toString(archive.head(pipeline.name()).position()));
    }

    @Test
    void tellsEverythingThatIsWrongWithTheColumns() throws Exception {
        Path rows = write("who,user_clicks,flywheel_row\nU1,3,4\n");

        assertThatThrownBy(() -> file(rows, SpineFormat.CSV))
                .isInstanceOfSatisfying(
                        SpineRefusedException.class,
                        refused ->
                                assertThat(refused.errors())
                                        .containsExactly(
                                                "There is no column 'event_time' with each row's"
                                                        + " moment; there are [who, user_clicks,"
                                                        + " flywheel_row]",
                                                "There is no column with an entity's key, such as"
                                                        + " [user_id, item_id]; there are [who,"
                                                        + " user_clicks, flywheel_row]",
                                                "The column 'user_clicks' has the name of a"
                                                        + " feature; rename it",
                                                "A column can't be called 'flywheel_row'"));
    }

    @Test
    void tellsTheRowsWhoseMomentIsNone() throws Exception {
        Path rows =
                write(
                        "user_id,event_time\nU1,2026-04-01T05:00:00Z\nU1,2026-04-01\nU1,soon\n"
                                + "U1,2026-04-01T05:00:00\nU1,\n");

        assertThatThrownBy(() -> file(rows, SpineFormat.CSV))
                .isInstanceOfSatisfying(
                        SpineRefusedException.class,
                        refused ->
                                assertThat(refused.errors())
                                        .containsExactly(
                                                wrong(2, "'2026-04-01'"),
                                                wrong(3, "'soon'"),
                                                wrong(4, "'2026-04-01T05:00:00'"),
                                                wrong(5, "missing")));
    }

    @Test
    void tellsThatAFileIsNotOfItsFormat() throws Exception {
        Path rows = write("user_id,event_time\nU1,2026-04-01T05:00:00Z\n");

        assertThatThrownBy(() -> file(rows, SpineFormat.PARQUET))
                .isInstanceOf(SpineRefusedException.class)
                .hasMessageStartingWith("The rows can't be read: ");
    }

    private static String wrong(int row, String found) {
        return "Row %d: event_time is %s, expected a time with an offset, such as 2026-11-23T08:00:00Z"
                .formatted(row, found);
    }

    private Map<String, @Nullable Object> bruteForce(Map<String, String> keys, Instant at) {
        List<Event> before =
                events.stream().filter(event -> event.eventTime().isBefore(at)).toList();
        Fold fold = FeatureFixtures.fold(pipeline.featureSet(), before, versions);
        Instant last = before.isEmpty() ? Instant.MIN : before.getLast().eventTime();
        versions.stream()
                .filter(version -> version.validFrom().isAfter(last))
                .filter(version -> version.validFrom().isBefore(at))
                .forEach(fold::apply);
        Map<String, Object> values = fold.vector(keys, Map.of(), at).asMap();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (FeatureColumn column : pipeline.featureSet().columns()) {
            all.put(column.name(), values.get(column.name()));
        }
        return all;
    }

    private Map<String, @Nullable Object> features(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        for (FeatureColumn column : pipeline.featureSet().columns()) {
            features.put(column.name(), row.get(column.name()));
        }
        return features;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "rows", ""), text);
    }

    private List<Map<String, @Nullable Object>> make(String text, SpineFormat format)
            throws IOException, SQLException {
        return make(write(text), format);
    }

    private List<Map<String, @Nullable Object>> make(Path rows, SpineFormat format)
            throws IOException, SQLException {
        List<Map<String, @Nullable Object>> made = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select * from '%s'".formatted(file(rows, format)))) {
            while (row.next()) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.put(row.getMetaData().getColumnName(i), row.getObject(i));
                }
                made.add(values);
            }
        }
        return made;
    }

    private Path file(Path rows, SpineFormat format) throws IOException, SQLException {
        return new TrainingData(archive, FeatureFixtures.properties(null, 3))
                .make(
                        pipeline,
                        rows,
                        format,
                        "event_time",
                        Files.createTempDirectory(directory, "made"));
    }
}
