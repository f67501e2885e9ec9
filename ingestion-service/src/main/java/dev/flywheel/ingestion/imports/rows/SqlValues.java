package dev.flywheel.ingestion.imports.rows;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes rows of the results of a query, with the same kinds of values as those of a Parquet file:
/// whole numbers, decimals, truth, texts, local times and instants.
final class SqlValues {

    private static final int CHARACTERS_OF_A_NUMBER = 20;

    private SqlValues() {}

    static Row row(long number, ResultSet results) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ResultSetMetaData columns = results.getMetaData();
        long size = 0;
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = value(results, columns, i);
            values.put(columns.getColumnLabel(i), value);
            size += value instanceof String text ? text.length() : CHARACTERS_OF_A_NUMBER;
        }
        return new NamedRow(number, values, null, size);
    }

    private static @Nullable Object value(ResultSet results, ResultSetMetaData columns, int column)
            throws SQLException {
        int type = columns.getColumnType(column);
        if (type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE) {
            return time(results, columns, column, type);
        }
        if (type == Types.DATE) {
            LocalDate day = results.getObject(column, LocalDate.class);
            return day == null ? null : day.atStartOfDay();
        }
        return switch (results.getObject(column)) {
            case null -> null;
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Integer number -> number.longValue();
            case Float number -> Double.valueOf(number.toString());
            case BigDecimal number -> decimal(number);
            case Number number -> number;
            case Boolean truth -> truth;
            case java.sql.Array _, java.sql.Struct _, java.sql.Blob _, byte[] _ -> List.of();
            case Object other -> other.toString();
        };
    }

    private static @Nullable Object time(
            ResultSet results, ResultSetMetaData columns, int column, int type)
            throws SQLException {
        String name = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        if (type == Types.TIMESTAMP && !name.startsWith("timestamptz")) {
            return results.getObject(column, LocalDateTime.class);
        }
        OffsetDateTime time = results.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /// Keys are often of a decimal type without decimals, and larger than a double is exact.
    private static Object decimal(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException _) {
            return number.doubleValue();
        }
    }
}
