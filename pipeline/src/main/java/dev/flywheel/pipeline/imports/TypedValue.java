package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.schema.ValueType;
import java.util.Locale;

/// Makes of what a column or a file spells what the type of its member says.
public final class TypedValue {

    private TypedValue() {}

    /// The value as that type; as it is where it doesn't fit, so that the check finds and names it.
    public static Object of(Object value, ValueType type) {
        if (value instanceof String text) {
            return parsed(text, type);
        }
        return switch (type) {
            case CATEGORY -> RowValues.textOf(value);
            case BOOLEAN ->
                    value instanceof Number number ? parsed(RowValues.textOf(number), type) : value;
            case NUMBER, INTEGER -> value;
        };
    }

    private static Object parsed(String text, ValueType type) {
        try {
            return switch (type) {
                case CATEGORY -> text;
                case INTEGER -> Long.valueOf(text.strip());
                case NUMBER -> Double.valueOf(text.strip());
                case BOOLEAN ->
                        switch (text.strip().toLowerCase(Locale.ROOT)) {
                            case "true", "1" -> true;
                            case "false", "0" -> false;
                            default -> text;
                        };
            };
        } catch (NumberFormatException _) {
            return text;
        }
    }
}
