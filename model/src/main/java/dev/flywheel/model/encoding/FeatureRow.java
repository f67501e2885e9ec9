package dev.flywheel.model.encoding;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of raw feature values, by column.
public interface FeatureRow {

    /// A numeric column's value; NaN if it is missing.
    double number(int column);

    /// A categorical column's value; null if it is missing.
    @Nullable String category(int column);

    /// The row that holds these values by name; what the map lacks is missing.
    static FeatureRow of(List<Column> columns, Map<String, ?> values) {
        double[] numbers = new double[columns.size()];
        @Nullable String[] categories = new @Nullable String[columns.size()];
        for (int i = 0; i < numbers.length; i++) {
            Object value = values.get(columns.get(i).name());
            boolean numeric = columns.get(i).type() == Column.Type.NUMERIC;
            numbers[i] = numeric && value instanceof Number n ? n.doubleValue() : Double.NaN;
            categories[i] = numeric || value == null ? null : value.toString();
        }
        return of(numbers, categories);
    }

    /// The row over these arrays, both as long as there are columns; they are not copied.
    static FeatureRow of(double[] numbers, @Nullable String[] categories) {
        return new FeatureRow() {
            @Override
            public double number(int column) {
                return numbers[column];
            }

            @Override
            public @Nullable String category(int column) {
                return categories[column];
            }
        };
    }
}
