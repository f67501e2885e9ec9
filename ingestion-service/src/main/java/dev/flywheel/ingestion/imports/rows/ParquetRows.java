package dev.flywheel.ingestion.imports.rows;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of a Parquet file, read by an embedded DuckDB as they are asked for.
///
/// Timestamps without a zone are local times, days their midnight; lists, structs and maps are no
/// values that a mapping could take.
final class ParquetRows implements Rows {

    private static final int CHARACTERS_OF_A_NUMBER = 20;

    private final SourceFile file;
    private final Connection connection;
    private final Map<String, String> types = new LinkedHashMap<>();
    private final long count;
    private @Nullable ResultSet results;
    private long number;

    private ParquetRows(SourceFile file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        try (Statement statement = connection.createStatement();
                ResultSet columns =
                        statement.executeQuery("describe select * from " + relation())) {
            while (columns.next()) {
                types.put(columns.getString("column_name"), columns.getString("column_type"));
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet total = statement.executeQuery("select count(*) from " + relation())) {
            total.next();
            this.count = total.getLong(1);
        }
    }

    /// Opens a file and reads its schema.
    static ParquetRows open(SourceFile file) throws IOException {
        if (file.isPacked()) {
            throw new IOException("A Parquet file is read as it is, not packed once more");
        }
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        // One thread reads the rows in the order of the file, which numbers them.
        settings.setProperty("threads", "1");
        // Beside the heap, of which a small container leaves little.
        settings.setProperty("memory_limit", "128MB");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        Connection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", settings);
            return new ParquetRows(file, connection);
        } catch (SQLException e) {
            close(connection);
            throw unreadable(e);
        }
    }

    @Override
    public Set<String> columns() {
        return types.keySet();
    }

    @Override
    public double share(long size) {
        return count == 0 ? 1 : Math.min(1, number / (double) count);
    }

    @Override
    public void skip(long rows) throws IOException {
        number = Math.min(rows, count);
    }

    @Override
    public List<Row> next(int atMost) throws IOException {
        try {
            List<Row> rows = new ArrayList<>(atMost);
            long characters = 0;
            ResultSet open = results();
            while (rows.size() < atMost && characters < ENOUGH && open.next()) {
                number++;
                Row row = row(open);
                rows.add(row);
                characters += row.size();
            }
            return rows;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private ResultSet results() throws SQLException {
        ResultSet open = results;
        if (open == null) {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            open = statement.executeQuery("select * from " + relation() + " offset " + number);
            results = open;
        }
        return open;
    }

    private Row row(ResultSet open) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = open.getMetaData();
        long size = 0;
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnName(i);
            Object value = value(open, i, types.getOrDefault(name, ""));
            values.put(name, value);
            size += value instanceof String text ? text.length() : CHARACTERS_OF_A_NUMBER;
        }
        return new NamedRow(number, values, null, size);
    }

    private static @Nullable Object value(ResultSet open, int column, String type)
            throws SQLException {
        if (type.startsWith("TIMESTAMP") && !type.endsWith("ZONE")) {
            return open.getObject(column, LocalDateTime.class);
        }
        return switch (open.getObject(column)) {
            case null -> null;
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case BigDecimal number -> number.doubleValue();
            case LocalDate day -> day.atStartOfDay();
            case OffsetDateTime time -> time.toInstant();
            case java.sql.Array _, java.sql.Struct _ -> List.of();
            case java.sql.Blob _ -> List.of();
            case Map<?, ?> map -> map;
            case Number number -> number;
            case Boolean truth -> truth;
            case Object other -> other.toString();
        };
    }

    /// The file as DuckDB names it: what it would take for a pattern is spelled out.
    private String relation() {
        String path =
                file.path()
                        .toString()
                        .replace("[", "[[]")
                        .replace("*", "[*]")
                        .replace("?", "[?]")
                        .replace("'", "''");
        return "read_parquet('" + path + "', binary_as_string = true)";
    }

    private static IOException unreadable(SQLException e) {
        String message =
                Objects.requireNonNullElse(e.getMessage(), "").lines().findFirst().orElse("");
        return new IOException("No readable Parquet: " + message, e);
    }

    private static void close(@Nullable Connection connection) throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        close(connection);
    }
}
