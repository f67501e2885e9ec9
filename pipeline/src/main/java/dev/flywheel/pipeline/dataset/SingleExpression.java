package dev.flywheel.pipeline.dataset;

import dev.flywheel.contracts.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Sees to it that a text from a pipeline file is one SQL expression and nothing else: no second
/// statement, which could change or write something, no second column and no second SELECT.
///
/// DuckDB's own parser tells what it is, without running it.
public final class SingleExpression {

    private SingleExpression() {}

    /// The query that has the different values of an expression over all rows: one of an aggregate.
    public static String over(String expression) {
        // On lines of its own, so that a comment at its end ends there.
        return "SELECT DISTINCT (\n" + expression + "\n) FROM dataset";
    }

    /// What a text is if it is not one expression; empty if it is.
    ///
    /// @param connection to any DuckDB
    public static Optional<String> mistake(Connection connection, String expression)
            throws SQLException {
        JsonNode parsed = parsed(connection, expression);
        if (parsed.path("error").asBoolean(true)) {
            String type = parsed.path("error_type").asString("");
            return Optional.of(
                    type.equals("parser")
                            ? parsed.path("error_message").asString("it can't be read")
                            : "it is more than one expression");
        }
        JsonNode node = parsed.path("statements").path(0).path("node");
        JsonNode selected = node.path("select_list");
        boolean single =
                parsed.path("statements").size() == 1
                        && node.path("type").asString("").equals("SELECT_NODE")
                        && selected.size() == 1
                        && !selected.path(0).path("class").asString("").equals("STAR");
        return single && !expression.isBlank()
                ? Optional.empty()
                : Optional.of("it is not one expression");
    }

    private static JsonNode parsed(Connection connection, String expression) throws SQLException {
        try (PreparedStatement parse =
                connection.prepareStatement("SELECT json_serialize_sql(?)")) {
            parse.setString(1, over(expression));
            try (ResultSet result = parse.executeQuery()) {
                result.next();
                return Json.MAPPER.readTree(result.getString(1));
            }
        }
    }
}
