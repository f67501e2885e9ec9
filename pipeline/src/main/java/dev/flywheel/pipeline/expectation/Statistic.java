package dev.flywheel.pipeline.expectation;

import java.util.List;

/// A number that is computed from a dataset. Columns are features, or `label`.
public sealed interface Statistic {

    /// How many rows there are.
    record Rows() implements Statistic {}

    /// The mean of the label: the share of positive rows where it is 0 or 1.
    record LabelRate() implements Statistic {}

    record Of(Aggregate aggregate, String column) implements Statistic {}

    /// The value that this share of the rows lies below, interpolated.
    ///
    /// @param share from 0 to 1
    record Quantile(String column, double share) implements Statistic {}

    /// Pearson's correlation over the rows that have both values.
    record Correlation(String column, String with) implements Statistic {}

    /// How many rows repeat an earlier one in these columns; missing values are equal to each
    /// other.
    record Duplicates(List<String> columns) implements Statistic {

        public Duplicates {
            columns = List.copyOf(columns);
        }
    }

    /// A DuckDB expression over the table `dataset` that gives a number.
    record Sql(String expression) implements Statistic {}

    /// For people; the same words name the same statistic in every run.
    default String words() {
        return switch (this) {
            case Rows() -> "rows";
            case LabelRate() -> "label rate";
            case Of(Aggregate aggregate, String column) ->
                    aggregate.word().replace('_', ' ') + " of " + column;
            case Quantile(String column, double share) ->
                    "quantile %s of %s".formatted(Limits.plain(share), column);
            case Correlation(String column, String with) ->
                    "correlation of %s with %s".formatted(column, with);
            case Duplicates(List<String> columns) -> "duplicates of " + String.join(", ", columns);
            case Sql(String expression) -> expression;
        };
    }
}
