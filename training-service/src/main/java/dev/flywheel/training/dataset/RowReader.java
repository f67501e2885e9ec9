package dev.flywheel.training.dataset;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the current row of a query that selects `label, candidate` and the features.
final class RowReader {

    private final ResultSet result;
    private final boolean[] numeric;

    RowReader(ResultSet result, List<Column> columns) {
        this.result = result;
        this.numeric = new boolean[columns.size()];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = columns.get(i).type() == Column.Type.NUMERIC;
        }
    }

    /// The position of the first column after the features.
    int next() {
        return numeric.length + 3;
    }

    /// A row of the dataset, which has `weight, entity, period` after the features.
    LabelledRow row() throws SQLException {
        return row(
                result.getDouble(next()), result.getString(next() + 1), result.getLong(next() + 2));
    }

    /// A row of a list.
    LabelledRow candidate() throws SQLException {
        return row(1, null, 0);
    }

    private LabelledRow row(double weight, @Nullable String entity, long period)
            throws SQLException {
        double[] numbers = new double[numeric.length];
        @Nullable String[] categories = new @Nullable String[numeric.length];
        for (int i = 0; i < numeric.length; i++) {
            if (numeric[i]) {
                double number = result.getDouble(i + 3);
                numbers[i] = result.wasNull() ? Double.NaN : number;
            } else {
                categories[i] = result.getString(i + 3);
            }
        }
        return new LabelledRow(
                FeatureRow.of(numbers, categories),
                result.getString(2),
                result.getDouble(1),
                weight,
                entity,
                period);
    }
}
