package dev.flywheel.pipeline.dataset;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks DuckDB, over tables without rows: whether it is one expression, whether all that it names
/// exists, whether it has one value for all rows, and of which type.
///
/// What only shows with rows, such as a text that is no date, shows in a run.
public final class DuckDbCheck implements SqlCheck {

    private static final Set<Integer> NUMBERS =
            Set.of(
                    Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC);

    private static final String EACH_ROW =
            "it has a value for each row: take an aggregate, such as bool_and(...)";

    // Binding a query opens the files that it names.
    private static final List<String> LOCKED =
            List.of(
                    "SET autoinstall_known_extensions = false",
                    "SET autoload_known_extensions = false",
                    "SET enable_external_access = false",
                    "SET lock_configuration = true");

    @Override
    public Optional<SqlMistake> mistake(DatasetTable dataset, String expression, Result expected) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String setting : LOCKED) {
                statement.execute(setting);
            }
            statement.execute("CREATE TABLE dataset (%s)".formatted(dataset.rows()));
            statement.execute("CREATE TABLE lists (%s)".formatted(dataset.lists()));
            Optional<SqlMistake> mistake =
                    SingleExpression.mistake(connection, expression)
                            .map(words -> new SqlMistake(words, null));
            return mistake.isPresent() ? mistake : bound(connection, expression, expected);
        } catch (SQLException e) {
            throw new IllegalStateException("SQL can't be checked with DuckDB", e);
        }
    }

    private static Optional<SqlMistake> bound(
            Connection connection, String expression, Result expected) {
        // Beside an aggregate nothing can stand that has a value for each row.
        String query = "SELECT (\n" + expression + "\n), count(*) FROM dataset";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int type = statement.getMetaData().getColumnType(1);
            boolean right =
                    switch (expected) {
                        case TRUTH -> type == Types.BOOLEAN;
                        case NUMBER -> NUMBERS.contains(type);
                    };
            String name = statement.getMetaData().getColumnTypeName(1);
            return right ? Optional.empty() : Optional.of(new SqlMistake("it gives " + name, null));
        } catch (SQLException e) {
            String message = DuckDbErrors.firstLine(e);
            return Optional.of(
                    message.contains("must appear in the GROUP BY clause")
                            ? new SqlMistake(EACH_ROW, null)
                            : new SqlMistake(message, DuckDbErrors.suggestion(e)));
        }
    }
}
