package dev.flywheel.ingestion.imports.rows;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a column that tells an import's position holds. Texts do not, as databases order them each
/// in their own way.
enum PositionType {
    WHOLE(Long.toString(Long.MIN_VALUE)) {
        @Override
        @Nullable Object read(ResultSet rows, int column) throws SQLException {
            // PostgreSQL's driver makes a Long of no smaller kind of number otherwise.
            long value = rows.getLong(column);
            return rows.wasNull() ? null : value;
        }

        @Override
        Object parse(String text) {
            return Long.valueOf(text);
        }
    },
    DECIMAL("-1e30") {
        @Override
        @Nullable Object read(ResultSet rows, int column) throws SQLException {
            return rows.getBigDecimal(column);
        }

        @Override
        Object parse(String text) {
            return new BigDecimal(text);
        }
    },
    DAY("0001-01-01") {
        @Override
        @Nullable Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, LocalDate.class);
        }

        @Override
        Object parse(String text) {
            return LocalDate.parse(text);
        }
    },
    LOCAL_TIME("0001-01-01T00:00:00") {
        @Override
        @Nullable Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, LocalDateTime.class);
        }

        @Override
        Object parse(String text) {
            return text.endsWith("Z")
                    ? OffsetDateTime.parse(text).toLocalDateTime()
                    : LocalDateTime.parse(text);
        }
    },
    TIME("0001-01-01T00:00:00Z") {
        @Override
        @Nullable Object read(ResultSet rows, int column) throws SQLException {
            return rows.getObject(column, OffsetDateTime.class);
        }

        @Override
        Object parse(String text) {
            return OffsetDateTime.parse(text);
        }
    };

    private final String smallest;

    PositionType(String smallest) {
        this.smallest = smallest;
    }

    /// Null if a column of that kind tells no position.
    static @Nullable PositionType of(ResultSetMetaData columns, int column) throws SQLException {
        return switch (columns.getColumnType(column)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> WHOLE;
            case Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE -> DECIMAL;
            case Types.DATE -> DAY;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIME;
            case Types.TIMESTAMP ->
                    // What PostgreSQL calls a time with a zone.
                    columns.getColumnTypeName(column)
                                    .toLowerCase(Locale.ROOT)
                                    .startsWith("timestamptz")
                            ? TIME
                            : LOCAL_TIME;
            default -> null;
        };
    }

    abstract Object parse(String text);

    /// The value behind which a query begins.
    ///
    /// @param text null for all rows
    Object from(@Nullable String text) throws SQLException {
        try {
            return parse(text == null ? smallest : text);
        } catch (NumberFormatException | DateTimeException e) {
            String example = this == WHOLE || this == DECIMAL ? "42" : smallest;
            throw new SQLException(
                    "since is '%s', expected a value such as %s".formatted(text, example), e);
        }
    }

    /// The value of the current row; null if it has none.
    abstract @Nullable Object read(ResultSet rows, int column) throws SQLException;

    @SuppressWarnings("unchecked") // both are of this type
    static int compare(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }
}
