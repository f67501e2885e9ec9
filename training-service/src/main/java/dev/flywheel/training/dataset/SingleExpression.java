package dev.flywheel.training.dataset;

import dev.flywheel.contracts.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;

/// Sees to it that a text from a pipeline file is one SQL expression and nothing else: no second
/// statement, which could change or write something, no second column and no second SELECT.
///
/// DuckDB's own parser tells what it is, without running it.
final class SingleExpression {

    private final Connection connection;

    SingleExpression(Connection connection) {
        this.connection = connection;
    }

    /// The query that has the different values of an expression over all rows: one of an aggregate.
    static String over(String expression) {
        // On lines of its own, so that a comment at its end ends there.
        return "SELECT DISTINCT (\n" + expression + "\n) FROM dataset";
    }

    /// Requires one expression.
    ///
    /// @throws DatasetException.Unreadable if it is something else; the message says what
    void require(String expression) {
        JsonNode parsed = parsed(expression);
        if (parsed.path("error").asBoolean(true)) {
            String type = parsed.path("error_type").asString("");
            throw new DatasetException.Unreadable(
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
        if (!single || expression.isBlank()) {
            throw new DatasetException.Unreadable("it is not one expression");
        }
    }

    private JsonNode parsed(String expression) {
        try (PreparedStatement parse =
                connection.prepareStatement("SELECT json_serialize_sql(?)")) {
            parse.setString(1, over(expression));
            try (ResultSet result = parse.executeQuery()) {
                result.next();
                return Json.MAPPER.readTree(result.getString(1));
            }
        } catch (SQLException e) {
            throw new DatasetException.Unreadable(SnapshotDatabase.firstLine(e), e);
        }
    }
}
