package dev.flywheel.pipeline.dataset;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What DuckDB says when it refuses SQL.
public final class DuckDbErrors {

    private static final Pattern SUGGESTION =
            Pattern.compile("(?:Candidate bindings: |Did you mean )\"([^\"]+)\"");

    private DuckDbErrors() {}

    /// The word that DuckDB takes a wrong one for; null if it names none.
    static @Nullable String suggestion(SQLException e) {
        Matcher matcher = SUGGESTION.matcher(Objects.requireNonNullElse(e.getMessage(), ""));
        return matcher.find() ? matcher.group(1) : null;
    }

    /// Without the lines that show the query again.
    public static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null ? "DuckDB failed" : message.lines().findFirst().orElse("");
    }
}
