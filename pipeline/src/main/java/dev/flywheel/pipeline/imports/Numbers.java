package dev.flywheel.pipeline.imports;

import java.math.BigDecimal;
import java.time.Instant;

/// Reads whole numbers and instants out of rows.
final class Numbers {

    private static final int LONG_DIGITS = 18;

    private Numbers() {}

    static int integer(RowValues row, String column) {
        String text = row.text(column);
        try {
            return Integer.parseInt(text == null ? "" : text.strip());
        } catch (NumberFormatException _) {
            throw new BadValueException(
                    "Expected a whole number in column '%s', found '%s'"
                            .formatted(column, text == null ? "" : text));
        }
    }

    /// A long where it is whole and one holds it, else a double.
    static Number shortest(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.precision() - plain.scale() <= LONG_DIGITS) {
            return plain.longValueExact();
        }
        return number.doubleValue();
    }

    static Instant instant(Expression expression, RowValues row) {
        Object value = expression.value(row);
        if (value == null) {
            throw new BadValueException("Expected an instant, found nothing");
        }
        return TimeFormat.ISO.instant("", value);
    }
}
