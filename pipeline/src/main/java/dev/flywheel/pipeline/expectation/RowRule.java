package dev.flywheel.pipeline.expectation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold of a row of a dataset. Rows without the values don't count.
public sealed interface RowRule {

    record OfColumn(String column, ValueRule rule) implements RowRule {}

    /// A number against those of other columns of the same row.
    ///
    /// @param atLeast the column that it must not be less than; null if there is none
    /// @param atMost the column that it must not be more than; null if there is none
    record Compare(String column, @Nullable String atLeast, @Nullable String atMost)
            implements RowRule {}

    /// The columns that it reads.
    default List<String> columns() {
        List<String> columns = new ArrayList<>();
        switch (this) {
            case OfColumn(String column, _) -> columns.add(column);
            case Compare(String column, String least, String most) -> {
                columns.add(column);
                if (least != null) {
                    columns.add(least);
                }
                if (most != null) {
                    columns.add(most);
                }
            }
        }
        return columns;
    }

    default String words() {
        return switch (this) {
            case OfColumn(String column, ValueRule rule) -> column + " " + rule.words();
            case Compare(String column, String least, String most) -> {
                List<String> ends = new ArrayList<>();
                if (least != null) {
                    ends.add("at least " + least);
                }
                if (most != null) {
                    ends.add("at most " + most);
                }
                yield column + " " + String.join(" and ", ends);
            }
        };
    }
}
