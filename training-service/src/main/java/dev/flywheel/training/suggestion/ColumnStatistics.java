package dev.flywheel.training.suggestion;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.training.dataset.SnapshotDatabase;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one feature looks like in a dataset.
///
/// @param missing the share of rows without a value
/// @param distinct how many different values there are
/// @param range of a number that has values; null otherwise
/// @param values of a text that has few different ones, sorted; empty otherwise
record ColumnStatistics(
        Column column, double missing, long distinct, @Nullable Range range, List<String> values) {

    /// A text with at most so many different values is taken for one whose values are known.
    static final int FEW = 20;

    ColumnStatistics {
        values = List.copyOf(values);
    }

    static ColumnStatistics of(SnapshotDatabase dataset, Column column) {
        String name = DatasetTable.quoted(column.name());
        List<@Nullable Object> counts =
                dataset.values(
                        List.of(
                                "avg(CASE WHEN %s IS NULL THEN 1.0 ELSE 0.0 END)".formatted(name),
                                "count(DISTINCT %s)".formatted(name)));
        double missing = number(counts.get(0));
        long distinct = (long) number(counts.get(1));
        boolean isNumber = column.type() == Column.Type.NUMERIC;
        return new ColumnStatistics(
                column,
                missing,
                distinct,
                isNumber && distinct > 0 ? Range.of(dataset, name) : null,
                isNumber || distinct == 0 || distinct > FEW ? List.of() : values(dataset, name));
    }

    private static List<String> values(SnapshotDatabase dataset, String name) {
        // No category has a NUL in it: the archive keeps none.
        String all = "string_agg(DISTINCT %1$s, chr(0) ORDER BY %1$s)".formatted(name);
        String joined = String.valueOf(dataset.values(List.of(all)).getFirst());
        return Arrays.asList(joined.split("\0", -1));
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }

    /// Where numbers lie.
    ///
    /// @param deviation the standard deviation; 0 of a single value
    record Range(double least, double most, double mean, double deviation) {

        static Range of(SnapshotDatabase dataset, String name) {
            List<@Nullable Object> values =
                    dataset.values(
                            List.of(
                                    "min(" + name + ")",
                                    "max(" + name + ")",
                                    "avg(" + name + ")",
                                    "stddev_samp(" + name + ")"));
            return new Range(
                    number(values.get(0)),
                    number(values.get(1)),
                    number(values.get(2)),
                    number(values.get(3)));
        }
    }
}
