package dev.flywheel.feature.trainingdata;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.ValueChecker;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.feature.FeatureType;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.schema.ValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Rows and the features that are joined to them, in a DuckDB file. Use it in one thread.
final class SpineTable implements AutoCloseable {

    /// What the names of its own columns begin with.
    static final String OWN = "flywheel_";

    private static final String ROW = OWN + "row";
    private static final String AT = OWN + "at";

    private final DuckDBConnection connection;
    private final Path directory;

    /// @param directory empty, and deleted by the caller
    SpineTable(Path directory, long memoryBytes) throws SQLException {
        this.directory = directory;
        Properties settings = new Properties();
        // One thread: rows are numbered in the order of the file.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("memory_limit", (memoryBytes >> 10) + "KiB");
        settings.setProperty("temp_directory", directory.resolve("spill").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        String url = "jdbc:duckdb:" + directory.resolve("spine.duckdb");
        this.connection = DriverManager.getConnection(url, settings).unwrap(DuckDBConnection.class);
    }

    /// Reads a file.
    ///
    /// @throws SpineRefusedException with what is wrong with it
    Spine load(Pipeline pipeline, Path file, SpineFormat format, String time) throws SQLException {
        Map<String, String> types = described(relation(file, format, Map.of()));
        Spine spine = Spine.of(pipeline, time, types.keySet());
        // As they are written: DuckDB would make 7 of a key 007, and drop a time's offset.
        Map<String, String> texts = new LinkedHashMap<>(types);
        texts.replaceAll((name, type) ->
                name.equals(time) || spine.keys().containsValue(name) ? "VARCHAR" : type);
        String relation = relation(file, format, texts);
        String type = format == SpineFormat.PARQUET ? types.get(time) : "VARCHAR";
        String moment = moment(type == null ? "" : type).formatted(quoted(time));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE spine AS SELECT row_number() OVER () AS %s, %s AS %s, * FROM %s"
                            .formatted(ROW, moment, AT, relation));
        } catch (SQLException e) {
            throw unreadable(e);
        }
        refuseBadMoments(time);
        return spine;
    }

    /// What makes microseconds since 1970 of a column of that type; null where it is no moment.
    private static String moment(String type) {
        return switch (type) {
            case "VARCHAR" ->
                    "CASE WHEN regexp_matches(%1$s, ':[0-9.]+(Z|[+-][0-9]{2}(:?[0-9]{2})?)$')"
                            + " THEN epoch_us(try_cast(%1$s AS TIMESTAMPTZ)) END";
            case "TIMESTAMP WITH TIME ZONE" -> "epoch_us(%1$s)";
            default -> "epoch_us(try_cast(%1$s AS TIMESTAMP))";
        };
    }

    private Map<String, String> described(String relation) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + relation)) {
            while (columns.next()) {
                types.put(columns.getString("column_name"), columns.getString("column_type"));
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return types;
    }

    private static SpineRefusedException unreadable(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        return new SpineRefusedException(
                "The rows can't be read: " + message.lines().findFirst().orElse(""));
    }

    /// @param types of columns; none to have them found out
    private static String relation(Path file, SpineFormat format, Map<String, String> types) {
        String path = "'" + file.toString().replace("'", "''") + "'";
        String columns =
                types.entrySet().stream()
                        .map(each -> "%s: '%s'".formatted(literal(each.getKey()), each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        return switch (format) {
            case PARQUET -> "read_parquet(" + path + ", binary_as_string = true)";
            case CSV ->
                    "read_csv(%s, header = true, delim = ',', quote = '\"', sample_size = -1%s)"
                            .formatted(path, types.isEmpty() ? "" : ", types = " + columns);
            case NDJSON ->
                    "read_json(%s, format = 'newline_delimited', sample_size = -1%s)"
                            .formatted(path, types.isEmpty() ? "" : ", columns = " + columns);
        };
    }

    private void refuseBadMoments(String time) throws SQLException {
        List<String> errors = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet bad =
                        statement.executeQuery(
                                "SELECT %s, CAST(%s AS VARCHAR) FROM spine WHERE %s IS NULL ORDER BY 1 LIMIT 20"
                                        .formatted(ROW, quoted(time), AT))) {
            while (bad.next()) {
                String found = bad.getString(2);
                errors.add(
                        "Row %d: %s is %s, expected a time with an offset, such as 2026-11-23T08:00:00Z"
                                .formatted(
                                        bad.getLong(1),
                                        time,
                                        found == null ? "missing" : "'" + found + "'"));
            }
        }
        if (!errors.isEmpty()) {
            throw new SpineRefusedException(errors);
        }
    }

    /// Joins to each row what the function says, called in the order of their moments.
    void join(Pipeline pipeline, Spine spine, Function<SpineRow, FeatureVector> features)
            throws SQLException {
        List<FeatureColumn> columns = pipeline.featureSet().columns();
        String declared =
                columns.stream()
                        .map(each ->
                                quoted(each.name())
                                        + (each.type() == FeatureType.NUMERIC
                                                ? " DOUBLE"
                                                : " VARCHAR"))
                        .collect(Collectors.joining(", "));
        String wanted = "SELECT * FROM spine ORDER BY %s, %s".formatted(AT, ROW);
        try (DuckDBConnection writing = connection.duplicate().unwrap(DuckDBConnection.class);
                Statement create = writing.createStatement()) {
            create.execute("CREATE TABLE joined (%s BIGINT, %s)".formatted(ROW, declared));
            try (DuckDBAppender appender = writing.createAppender("joined");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(wanted)) {
                while (rows.next()) {
                    SpineRow row = row(spine, rows);
                    append(appender, columns, row.number(), features.apply(row));
                }
            }
        }
    }

    private static SpineRow row(Spine spine, ResultSet rows) throws SQLException {
        long number = rows.getLong(ROW);
        Instant at = Instant.EPOCH.plus(rows.getLong(AT), ChronoUnit.MICROS);
        Map<String, String> keys = new LinkedHashMap<>();
        for (Map.Entry<String, String> key : spine.keys().entrySet()) {
            String text = rows.getString(key.getValue());
            if (text != null && !text.isEmpty()) {
                keys.put(key.getKey(), text);
            }
        }
        ValueChecker checker = new ValueChecker();
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, ValueType> field : spine.fields().entrySet()) {
            Object raw = plain(rows.getObject(field.getKey()));
            Object value =
                    raw == null ? null : checker.value(field.getKey(), raw, field.getValue());
            if (value != null) {
                fields.put(field.getKey(), value);
            }
        }
        if (!checker.reasons().isEmpty()) {
            throw new SpineRefusedException(
                    checker.reasons().stream()
                            .map(reason ->
                                    "Row %d: %s %s"
                                            .formatted(number, reason.field(), reason.message()))
                            .toList());
        }
        return new SpineRow(number, at, keys, fields);
    }

    private static @Nullable Object plain(@Nullable Object raw) {
        return switch (raw) {
            case null -> null;
            case String text when text.isEmpty() -> null;
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case BigDecimal number -> number.doubleValue();
            case Object value -> value;
        };
    }

    private static void append(
            DuckDBAppender appender, List<FeatureColumn> columns, long number, FeatureVector vector)
            throws SQLException {
        appender.beginRow();
        appender.append(number);
        for (int i = 0; i < columns.size(); i++) {
            boolean numeric = columns.get(i).type() == FeatureType.NUMERIC;
            String category = numeric ? null : vector.category(i);
            if (numeric && !Double.isNaN(vector.number(i))) {
                appender.append(vector.number(i));
            } else if (category != null) {
                appender.append(category);
            } else {
                appender.appendNull();
            }
        }
        appender.endRow();
    }

    /// Writes the rows in the order in which they came, each with its features.
    ///
    /// @param origin what the file says of where it comes from
    Path write(Spine spine, Map<String, String> origin) throws SQLException {
        Path file = directory.resolve("training-data.parquet");
        String carried =
                spine.carried().stream()
                        .map(name -> "spine." + quoted(name) + ", ")
                        .collect(Collectors.joining());
        String metadata =
                origin.entrySet().stream()
                        .map(each -> literal(each.getKey()) + ": " + literal(each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    COPY (SELECT %1$sjoined.* EXCLUDE (%2$s) FROM spine JOIN joined USING (%2$s)
                          ORDER BY spine.%2$s)
                    TO '%3$s' (FORMAT parquet, KV_METADATA %4$s)
                    """
                            .formatted(carried, ROW, file.toString().replace("'", "''"), metadata));
        }
        return file;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
