package dev.flywheel.training.dataset;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.dataset.DuckDbErrors;
import dev.flywheel.pipeline.dataset.SingleExpression;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A snapshot, open in a DuckDB of its own. Several may be open at once; use each in one thread.
///
/// Its tables are `dataset` (the labelled rows) and `lists` (the evaluation lists).
public final class SnapshotDatabase implements AutoCloseable {

    private final Connection connection;
    private final List<Column> columns;

    private SnapshotDatabase(Connection connection, List<Column> columns) {
        this.connection = connection;
        this.columns = columns;
    }

    /// @param lists null if there are none
    static SnapshotDatabase open(
            SnapshotManifest manifest, Path rows, @Nullable Path lists, Path temporary) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            SnapshotDatabase database = new SnapshotDatabase(connection, columns(manifest));
            database.lockedOn(rows, lists, temporary);
            return database;
        } catch (SQLException e) {
            throw new DatasetException.Unreadable("Can't open snapshot " + manifest.id(), e);
        }
    }

    /// The features, in the order of every row's values.
    public List<Column> columns() {
        return columns;
    }

    /// Hands out rows in order of place, a positive before its negatives.
    public void eachRow(Selection selection, Consumer<LabelledRow> consumer) {
        query(
                """
                SELECT %s, weight, %s FROM dataset WHERE %s
                ORDER BY event_time, event_id, label DESC, candidate
                """
                        .formatted(selected(), by(selection), where(selection)),
                result -> {
                    RowReader reader = new RowReader(result, columns);
                    while (result.next()) {
                        consumer.accept(reader.row());
                    }
                });
    }

    /// What is equal where two snapshots hold the same rows and lists, whatever their features are.
    public String identity(Selection selection) {
        List<String> counted = new ArrayList<>();
        query(
                """
                SELECT count(*), sum(hash(event_id, candidate, label, weight, %1$s)) FROM dataset WHERE %2$s
                UNION ALL
                SELECT count(*), sum(hash(event_id, candidate, label)) FROM lists WHERE %2$s
                """
                        .formatted(by(selection), where(selection)),
                result -> {
                    while (result.next()) {
                        counted.add(result.getString(1) + " " + result.getString(2));
                    }
                });
        return String.join(", ", counted);
    }

    /// The event time of a part's first row; null if it has none.
    public @Nullable Instant start(Part part) {
        List<Instant> starts = starts(part, 1);
        return starts.isEmpty() ? null : starts.getFirst();
    }

    /// The event times with which a part's folds begin, each of about as many events. There are
    /// fewer of them where too many events have the same time.
    public List<Instant> starts(Part part, int folds) {
        List<Instant> starts = new ArrayList<>();
        query(
                """
                WITH event AS (SELECT DISTINCT event_id, epoch_us(event_time) AS micros
                               FROM dataset WHERE part = '%s'),
                     ranked AS (SELECT micros, row_number() OVER (ORDER BY micros, event_id) - 1 AS i,
                                       count(*) OVER () AS n FROM event)
                SELECT DISTINCT micros FROM ranked, range(%d) fold(f) WHERE i = n * f // %d ORDER BY micros
                """
                        .formatted(part.word(), folds, folds),
                result -> {
                    while (result.next()) {
                        starts.add(Instant.EPOCH.plus(result.getLong(1), ChronoUnit.MICROS));
                    }
                });
        return starts;
    }

    /// The mean label: of 1 and 0 the share of positives. NaN without any row.
    public double meanLabel(Selection selection) {
        double[] mean = {Double.NaN};
        query(
                "SELECT avg(label::DOUBLE) FROM dataset WHERE " + where(selection),
                result -> {
                    if (result.next() && result.getObject(1) != null) {
                        mean[0] = result.getDouble(1);
                    }
                });
        return mean[0];
    }

    /// Hands out the selected evaluation lists in the order of the file, which is that of place.
    public void eachList(Selection selection, Consumer<EvaluationList> consumer) {
        query(
                "SELECT %s, hash(event_id) FROM lists WHERE %s"
                        .formatted(selected(), where(selection)),
                result -> {
                    RowReader reader = new RowReader(result, columns);
                    List<LabelledRow> candidates = new ArrayList<>();
                    long current = 0;
                    while (result.next()) {
                        long event = result.getLong(reader.next());
                        if (event != current && !candidates.isEmpty()) {
                            consumer.accept(new EvaluationList(candidates));
                            candidates.clear();
                        }
                        current = event;
                        candidates.add(reader.candidate());
                    }
                    if (!candidates.isEmpty()) {
                        consumer.accept(new EvaluationList(candidates));
                    }
                });
    }

    /// How often each candidate was chosen.
    public Map<String, Long> choices(Selection selection) {
        Map<String, Long> counts = new HashMap<>();
        query(
                "SELECT candidate, count(*) FROM dataset WHERE label = 1 AND %s GROUP BY 1"
                        .formatted(where(selection)),
                result -> {
                    while (result.next()) {
                        counts.put(result.getString(1), result.getLong(2));
                    }
                });
        return counts;
    }

    /// The values of a column that most rows have, most first, and how many have each.
    ///
    /// @param most how many values to tell
    public List<Frequency> frequencies(Selection selection, String column, int most) {
        List<Frequency> frequencies = new ArrayList<>();
        query(
                """
                SELECT %1$s, count(*) AS n FROM dataset WHERE %2$s
                GROUP BY 1 ORDER BY n DESC, 1 NULLS LAST LIMIT %3$d
                """
                        .formatted(DatasetTable.quoted(column), where(selection), most),
                result -> {
                    while (result.next()) {
                        frequencies.add(new Frequency(result.getString(1), result.getLong(2)));
                    }
                });
        return frequencies;
    }

    /// How many rows have a value.
    ///
    /// @param value null where it is missing
    public record Frequency(@Nullable String value, long rows) {}

    /// The values of expressions over `dataset`, each of which gives one for all rows; null where
    /// SQL says NULL.
    ///
    /// @throws DatasetException.Unreadable if DuckDB refuses them; the message says why
    public List<@Nullable Object> values(List<String> expressions) {
        List<@Nullable Object> values = new ArrayList<>();
        query(
                "SELECT %s FROM dataset".formatted(String.join(", ", expressions)),
                result -> {
                    result.next();
                    for (int i = 1; i <= expressions.size(); i++) {
                        values.add(result.getObject(i));
                    }
                });
        return values;
    }

    /// The value of an expression that a pipeline file gives, which must be one expression that has
    /// one value for all rows; null where SQL says NULL.
    ///
    /// @param within how long it may take
    /// @throws DatasetException.Unreadable if it is something else, takes longer or DuckDB refuses
    ///   it; the message says why
    public @Nullable Object value(String expression, Duration within) {
        requireSingle(expression);
        List<@Nullable Object> values = new ArrayList<>();
        query(
                SingleExpression.over(expression) + " LIMIT 2",
                within,
                result -> {
                    while (result.next()) {
                        values.add(result.getObject(1));
                    }
                });
        if (values.size() > 1) {
            throw new DatasetException.Unreadable(
                    "it has different values for different rows, expected one: take an aggregate,"
                            + " such as bool_and(...)");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    private void requireSingle(String expression) {
        try {
            SingleExpression.mistake(connection, expression)
                    .ifPresent(mistake -> {
                        throw new DatasetException.Unreadable(mistake);
                    });
        } catch (SQLException e) {
            throw new DatasetException.Unreadable(DuckDbErrors.firstLine(e), e);
        }
    }

    /// The first rows of `dataset` that a condition is true for, in order of place.
    ///
    /// @param selected the columns to show, in order
    /// @return at most `most`, each by the names of columns; missing values are left out
    public List<Map<String, Object>> rows(List<String> selected, String condition, int most) {
        List<Map<String, Object>> rows = new ArrayList<>();
        query(
                """
                SELECT %s FROM dataset WHERE %s
                ORDER BY event_time, event_id, label DESC, candidate LIMIT %d
                """
                        .formatted(
                                selected.stream()
                                        .map(DatasetTable::quoted)
                                        .collect(Collectors.joining(", ")),
                                condition,
                                most),
                result -> {
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        for (int i = 0; i < selected.size(); i++) {
                            Object value = result.getObject(i + 1);
                            if (value != null) {
                                row.put(selected.get(i), plain(value));
                            }
                        }
                        rows.add(row);
                    }
                });
        return rows;
    }

    private static Object plain(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant().toString() : value;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DatasetException.Unreadable("Can't close a snapshot", e);
        }
    }

    /// One thread, because DuckDB's sums change their bits with threads; and no file or network
    /// besides the two files.
    private void lockedOn(Path rows, @Nullable Path lists, Path temporary) throws SQLException {
        String allowed = lists == null ? text(rows) : text(rows) + ", " + text(lists);
        List<String> settings =
                List.of(
                        "SET threads = 1",
                        "SET preserve_insertion_order = true",
                        "SET memory_limit = '1GB'",
                        "SET temp_directory = " + text(temporary),
                        "SET TimeZone = 'UTC'",
                        "SET autoinstall_known_extensions = false",
                        "SET autoload_known_extensions = false",
                        "SET allowed_paths = [%s]".formatted(allowed),
                        "SET enable_external_access = false",
                        "SET lock_configuration = true",
                        "CREATE VIEW dataset AS FROM read_parquet(%s)".formatted(text(rows)),
                        lists == null
                                ? "CREATE VIEW lists AS FROM dataset LIMIT 0"
                                : "CREATE VIEW lists AS FROM read_parquet(%s)"
                                        .formatted(text(lists)));
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
        }
    }

    private String selected() {
        return columns.stream()
                .map(column -> DatasetTable.quoted(column.name()))
                .collect(Collectors.joining(", ", "label, candidate, ", ""));
    }

    private static String by(Selection selection) {
        Selection.By by = selection.by();
        return by == null
                ? "NULL, 0"
                : "%s, epoch_us(event_time) // %d"
                        .formatted(DatasetTable.quoted(by.column()), by.per().toNanos() / 1000);
    }

    private static String where(Selection selection) {
        return "part IN (%s)".formatted(words(selection.parts()))
                + time(">=", selection.from())
                + time("<", selection.before());
    }

    private static String time(String is, @Nullable Instant instant) {
        return instant == null
                ? ""
                : " AND epoch_us(event_time) %s %d"
                        .formatted(is, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static String words(Set<Part> parts) {
        return parts.stream()
                .sorted()
                .map(part -> "'" + part.word() + "'")
                .collect(Collectors.joining(", "));
    }

    private static String text(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    private static List<Column> columns(SnapshotManifest manifest) {
        return manifest.columns().stream()
                .map(column ->
                        column.type().equals("numeric")
                                ? Column.numeric(column.name())
                                : Column.categorical(column.name()))
                .toList();
    }

    private void query(String sql, Answer answer) {
        query(sql, Duration.ZERO, answer);
    }

    /// @param within how long it may take; zero for any time
    private void query(String sql, Duration within, Answer answer) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) within.toSeconds());
            try (ResultSet result = statement.executeQuery(sql)) {
                answer.read(result);
            }
        } catch (SQLTimeoutException e) {
            throw new DatasetException.Unreadable(
                    "it took longer than " + within.toSeconds() + " s", e);
        } catch (SQLException e) {
            throw new DatasetException.Unreadable(DuckDbErrors.firstLine(e), e);
        }
    }

    @FunctionalInterface
    private interface Answer {
        void read(ResultSet result) throws SQLException;
    }
}
