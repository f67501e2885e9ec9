package dev.flywheel.pipeline.imports;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values of one row by column.
@FunctionalInterface
public interface RowValues {

    /// A text, long, double, boolean, [java.time.Instant] or [java.time.LocalDateTime]; null if the
    /// row has none there. An empty text is none.
    ///
    /// @throws BadValueException if there can be no such column, or the value is of another kind
    @Nullable Object value(String column);

    /// The value as a text, whole numbers without a point; null if there is none.
    default @Nullable String text(String column) {
        Object value = value(column);
        return value == null ? null : textOf(value);
    }

    /// The same row, where those texts are none.
    default RowValues without(Set<String> missing) {
        return missing.isEmpty()
                ? this
                : column -> {
                    Object value = value(column);
                    return value instanceof String text && missing.contains(text.strip())
                            ? null
                            : value;
                };
    }

    /// As a file would spell it: 2.0 is 2.
    static String textOf(Object value) {
        return value instanceof Double number
                        && number == Math.rint(number)
                        && Math.abs(number) < 0x1p53
                ? BigDecimal.valueOf(number.longValue()).toPlainString()
                : value.toString();
    }
}
