package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.pipeline.imports.ImportSpec.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a query, fetched as they are asked for, in a transaction that can only read.
///
/// Its position is a value that all rows up to it have been read: while rows come, the last value
/// before the current one, as more rows may share that; at the end, the last one.
public final class QueryRows implements Rows {

    private final Connection connection;
    private final Query query;
    private final Function<SQLException, IOException> translation;
    private final PreparedStatement statement;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final @Nullable PositionType positionType;
    private @Nullable ResultSet results;
    private @Nullable Object current;
    private @Nullable String position;
    private long number;

    private QueryRows(
            Connection connection,
            Query query,
            @Nullable String since,
            int fetchSize,
            Function<SQLException, IOException> translation)
            throws SQLException {
        this.connection = connection;
        this.query = query;
        this.translation = translation;
        this.position = since;
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        this.statement = connection.prepareStatement(query.sql());
        statement.setFetchSize(fetchSize);
        ResultSetMetaData described = statement.getMetaData();
        if (described == null) {
            throw new SQLException("It is no query, or the driver does not tell its columns");
        }
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.put(described.getColumnLabel(i), i);
        }
        this.positionType = positionType(described);
        if (positionType != null) {
            Object from = positionType.from(since);
            for (int i = 1; i <= query.parameters(); i++) {
                statement.setObject(i, from);
            }
        }
    }

    /// Prepares a query and learns its columns; the connection is closed with the rows.
    ///
    /// @param since the value behind which it begins; null for all rows
    /// @param translation of what the database says into words that may be shown
    /// @throws IOException in words for whoever wants the rows imported
    public static QueryRows open(
            Connection connection,
            Query query,
            @Nullable String since,
            int fetchSize,
            Function<SQLException, IOException> translation)
            throws IOException {
        try {
            return new QueryRows(connection, query, since, fetchSize, translation);
        } catch (SQLException e) {
            close(connection, translation);
            throw translation.apply(e);
        }
    }

    private @Nullable PositionType positionType(ResultSetMetaData described) throws SQLException {
        String column = query.position();
        if (column == null) {
            return null;
        }
        Integer place = columns.get(column);
        if (place == null) {
            throw new SQLException(
                    "position: The query has no column '%s'; it has %s"
                            .formatted(column, columns.keySet()));
        }
        PositionType type = PositionType.of(described, place);
        if (type == null) {
            throw new SQLException(
                    "position: The column '%s' is of type %s, expected a number or a time"
                            .formatted(column, described.getColumnTypeName(place)));
        }
        return type;
    }

    /// Carries the query out; the first rows can take their time.
    public void start() throws IOException {
        try {
            results = statement.executeQuery();
        } catch (SQLException e) {
            throw translation.apply(e);
        }
    }

    /// Makes another thread's [#start] end with an error.
    public void cancel() {
        try {
            statement.cancel();
        } catch (SQLException _) {
            // It has ended, or will without.
        }
    }

    @Override
    public Set<String> columns() {
        return columns.keySet();
    }

    @Override
    public @Nullable String position() {
        return position;
    }

    /// Unknown: the rows are not counted before they are read.
    @Override
    public double share(long size) {
        return 0;
    }

    /// Nothing: a query begins behind its position.
    @Override
    public void skip(long rows) {
        number = rows;
    }

    @Override
    public List<Row> next(int atMost) throws IOException {
        ResultSet open = Objects.requireNonNull(results, "not started");
        List<Row> rows = new ArrayList<>(atMost);
        long characters = 0;
        try {
            while (rows.size() < atMost && characters < ENOUGH && open.next()) {
                number++;
                move(open);
                Row row = SqlValues.row(number, open);
                rows.add(row);
                characters += row.size();
            }
        } catch (SQLException e) {
            throw translation.apply(e);
        }
        if (rows.isEmpty() && current != null) {
            position = current.toString();
        }
        return rows;
    }

    private void move(ResultSet open) throws SQLException {
        if (positionType == null) {
            return;
        }
        String column = Objects.requireNonNull(query.position());
        Object value = positionType.read(open, Objects.requireNonNull(columns.get(column)));
        if (value == null) {
            throw new SQLException(
                    "Row %d has no %s, which tells the position; leave such rows out"
                            .formatted(number, column));
        }
        Object before = current;
        if (before != null) {
            int order = PositionType.compare(value, before);
            if (order < 0) {
                throw new SQLException(
                        "Row %d has the %s %s behind %s; the query must order its rows by it"
                                .formatted(number, column, value, before));
            }
            if (order > 0) {
                position = before.toString();
            }
        }
        current = value;
    }

    private static void close(
            Connection connection, Function<SQLException, IOException> translation)
            throws IOException {
        try {
            // Closing ends the transaction too; what the query read needs no commit.
            connection.close();
        } catch (SQLException e) {
            throw translation.apply(e);
        }
    }

    @Override
    public void close() throws IOException {
        close(connection, translation);
    }
}
