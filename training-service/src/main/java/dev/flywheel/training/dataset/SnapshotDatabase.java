package dev.flywheel.training.dataset;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.model.encoding.Column;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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

    static SnapshotDatabase open(SnapshotManifest manifest, Path rows, Path lists, Path temporary) {
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

    /// Hands out the rows of these parts in order of place, a positive before its negatives.
    public void eachRow(Set<Part> parts, Consumer<LabelledRow> consumer) {
        query(
                """
                SELECT %s, weight FROM dataset WHERE part IN (%s)
                ORDER BY event_time, event_id, label DESC, candidate
                """
                        .formatted(selected(), words(parts)),
                result -> {
                    RowReader reader = new RowReader(result, columns);
                    while (result.next()) {
                        consumer.accept(reader.row(result.getDouble(reader.next())));
                    }
                });
    }

    /// Hands out the evaluation lists of these parts in the order of the file, which is that of
    /// place.
    public void eachList(Set<Part> parts, Consumer<EvaluationList> consumer) {
        query(
                "SELECT %s, hash(event_id) FROM lists WHERE part IN (%s)"
                        .formatted(selected(), words(parts)),
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
                        candidates.add(reader.row(1));
                    }
                    if (!candidates.isEmpty()) {
                        consumer.accept(new EvaluationList(candidates));
                    }
                });
    }

    /// How often each candidate was chosen in these parts.
    public Map<String, Long> choices(Set<Part> parts) {
        Map<String, Long> counts = new HashMap<>();
        query(
                "SELECT candidate, count(*) FROM dataset WHERE label = 1 AND part IN (%s) GROUP BY 1"
                        .formatted(words(parts)),
                result -> {
                    while (result.next()) {
                        counts.put(result.getString(1), result.getLong(2));
                    }
                });
        return counts;
    }

    /// The one value of an expression over `dataset`, as text; `null` where SQL says NULL.
    ///
    /// @throws DatasetException.Unreadable if DuckDB refuses the expression; the message says why
    public String value(String expression) {
        StringBuilder value = new StringBuilder();
        query(
                "SELECT (%s) FROM dataset".formatted(expression),
                result -> {
                    if (result.next()) {
                        value.append(result.getObject(1));
                    }
                });
        return value.toString();
    }

    /// An identifier as SQL quotes it.
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
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
    private void lockedOn(Path rows, Path lists, Path temporary) throws SQLException {
        List<String> settings =
                List.of(
                        "SET threads = 1",
                        "SET preserve_insertion_order = true",
                        "SET memory_limit = '1GB'",
                        "SET temp_directory = " + text(temporary),
                        "SET TimeZone = 'UTC'",
                        "SET autoinstall_known_extensions = false",
                        "SET autoload_known_extensions = false",
                        "SET allowed_paths = [%s, %s]".formatted(text(rows), text(lists)),
                        "SET enable_external_access = false",
                        "SET lock_configuration = true",
                        "CREATE VIEW dataset AS FROM read_parquet(%s)".formatted(text(rows)),
                        "CREATE VIEW lists AS FROM read_parquet(%s)".formatted(text(lists)));
        try (Statement statement = connection.createStatement()) {
            for (String setting : settings) {
                statement.execute(setting);
            }
        }
    }

    private String selected() {
        return columns.stream()
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", ", "label, candidate, ", ""));
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
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            answer.read(result);
        } catch (SQLException e) {
            throw new DatasetException.Unreadable(firstLine(e), e);
        }
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null ? "DuckDB failed" : message.lines().findFirst().orElse("");
    }

    @FunctionalInterface
    private interface Answer {
        void read(ResultSet result) throws SQLException;
    }
}
