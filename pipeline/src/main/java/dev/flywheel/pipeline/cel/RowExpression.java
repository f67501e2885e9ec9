package dev.flywheel.pipeline.cel;

import dev.flywheel.pipeline.schema.ValueType;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An expression over rows, in which each of its names has its position. Immutable, so safe for any
/// number of threads.
///
/// Arithmetic, comparisons and conditions run as plain Java, all else in CEL's library.
public final class RowExpression {

    private final CelExpression expression;
    private final Map<String, Integer> positions;
    private final @Nullable Plain plain;

    RowExpression(CelExpression expression, Map<String, Integer> positions, @Nullable Plain plain) {
        this.expression = expression;
        this.positions = Map.copyOf(positions);
        this.plain = plain;
    }

    /// Its number; NaN where it fails or gives none.
    public double number(CelRow row) {
        if (plain instanceof Plain.Numeric numeric) {
            return numeric.of(row);
        }
        return value(row) instanceof Double number ? number : Double.NaN;
    }

    /// Its value: a Double, String or Boolean; null where it fails or gives none.
    public @Nullable Object value(CelRow row) {
        return switch (plain) {
            case null -> library(row);
            case Plain.Numeric numeric -> {
                double number = numeric.of(row);
                yield Plain.isValue(number) ? (Object) number : null;
            }
            case Plain.Text text -> text.of(row);
            case Plain.Truth truth -> {
                int is = truth.of(row);
                yield is == Plain.UNDECIDED ? null : (Object) (is == Plain.TRUE);
            }
        };
    }

    /// Whether it needs no library.
    boolean isPlain() {
        return plain != null;
    }

    private @Nullable Object library(CelRow row) {
        try {
            return expression.evaluate(name -> {
                int position = Objects.requireNonNull(positions.get(name));
                return expression.typeOf(name) == ValueType.CATEGORY
                        ? row.category(position)
                        : present(row.number(position));
            });
        } catch (CelFailedException _) {
            return null;
        }
    }

    private static @Nullable Object present(double number) {
        return Double.isNaN(number) ? null : (Object) number;
    }
}
