package dev.flywheel.training.explanation;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.spec.Evaluation;
import dev.flywheel.training.dataset.Selection;
import dev.flywheel.training.dataset.SnapshotDatabase;
import dev.flywheel.training.dataset.SnapshotDatabase.Frequency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column by whose values rows are told apart.
///
/// @param index its position in a row
/// @param values that have a segment of their own, the most frequent first; null is a missing one
record SliceColumn(String feature, int index, List<@Nullable String> values) {

    /// How many values of a feature have a segment of their own.
    static final int MOST_VALUES = 10;

    /// How many features are sliced by where the pipeline names none.
    private static final int MOST_CHOSEN = 5;

    /// The columns to slice by: those that the pipeline names, or the first few categories that
    /// have few values, as a key or a country has too many to look through.
    static List<SliceColumn> of(
            SnapshotDatabase snapshot, Selection selection, Evaluation evaluation) {
        List<String> named = evaluation.slices();
        List<SliceColumn> columns = new ArrayList<>();
        for (int i = 0; i < snapshot.columns().size(); i++) {
            Column column = snapshot.columns().get(i);
            boolean asked = named == null || named.contains(column.name());
            if (!asked || column.type() != Column.Type.CATEGORICAL) {
                continue;
            }
            List<@Nullable String> values = new ArrayList<>();
            for (Frequency frequency :
                    snapshot.frequencies(selection, column.name(), MOST_VALUES + 1)) {
                values.add(frequency.value());
            }
            boolean few = values.size() > 1 && values.size() <= MOST_VALUES;
            if (named != null || few) {
                columns.add(
                        new SliceColumn(
                                column.name(),
                                i,
                                values.subList(0, Math.min(values.size(), MOST_VALUES))));
            }
        }
        return named == null ? columns.subList(0, Math.min(columns.size(), MOST_CHOSEN)) : columns;
    }

    /// The segments by value, by position; a value that has none is not there.
    Map<@Nullable String, Integer> positions() {
        Map<@Nullable String, Integer> positions = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            positions.put(values.get(i), i);
        }
        return positions;
    }
}
