package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of all columns of a feature set, in their order.
public final class FeatureVector implements CelRow {

    private final List<FeatureColumn> columns;
    private final double[] numbers;
    private final @Nullable String[] categories;

    FeatureVector(List<FeatureColumn> columns) {
        this(columns, new double[columns.size()], new @Nullable String[columns.size()]);
    }

    private FeatureVector(
            List<FeatureColumn> columns, double[] numbers, @Nullable String[] categories) {
        this.columns = columns;
        this.numbers = numbers;
        this.categories = categories;
    }

    /// Values that were read back, such as from a Parquet file: numbers for numeric columns, text
    /// for categorical ones, absent if missing.
    public static FeatureVector of(FeatureSet features, Map<String, ?> values) {
        FeatureVector vector = new FeatureVector(features.columns());
        for (int i = 0; i < vector.columns.size(); i++) {
            FeatureColumn column = vector.columns.get(i);
            Object value = values.get(column.name());
            switch (column.type()) {
                case NUMERIC ->
                        vector.numbers[i] =
                                value instanceof Number n ? n.doubleValue() : Double.NaN;
                case CATEGORICAL -> vector.categories[i] = value == null ? null : value.toString();
            }
        }
        return vector;
    }

    public List<FeatureColumn> columns() {
        return columns;
    }

    /// The number in a numeric column; NaN if it is missing.
    @Override
    public double number(int column) {
        return numbers[column];
    }

    /// The text in a categorical column; null if it is missing.
    @Override
    public @Nullable String category(int column) {
        return categories[column];
    }

    /// The number or text of a column; null if it is missing.
    public @Nullable Object value(int column) {
        if (columns.get(column).type() == FeatureType.CATEGORICAL) {
            return categories[column];
        }
        return Double.isNaN(numbers[column]) ? null : (Object) numbers[column];
    }

    public boolean isMissing(int column) {
        return switch (columns.get(column).type()) {
            case NUMERIC -> Double.isNaN(numbers[column]);
            case CATEGORICAL -> categories[column] == null;
        };
    }

    /// Values by column name, in order; missing ones are absent.
    public Map<String, Object> asMap() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String category = categories[i];
            if (category != null) {
                values.put(columns.get(i).name(), category);
            } else if (!isMissing(i)) {
                values.put(columns.get(i).name(), numbers[i]);
            }
        }
        return values;
    }

    FeatureVector copy() {
        return new FeatureVector(columns, numbers.clone(), categories.clone());
    }

    void set(int column, double number) {
        numbers[column] = number;
    }

    void set(int column, @Nullable String category) {
        categories[column] = category;
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
