package dev.flywheel.training.expectation;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.pipeline.dataset.DatasetTable;
import dev.flywheel.pipeline.expectation.Aggregate;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import dev.flywheel.pipeline.expectation.ValueRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Statistics and rules of rows as DuckDB expressions over the table `dataset`.
final class CheckSql {

    private final Set<String> texts;

    /// @param columns to know which of them are texts
    CheckSql(List<Column> columns) {
        this.texts =
                columns.stream()
                        .filter(column -> column.type() == Column.Type.CATEGORICAL)
                        .map(Column::name)
                        .collect(Collectors.toSet());
    }

    /// The expression of a statistic that is not an expression already.
    static String of(Statistic statistic) {
        return switch (statistic) {
            case Statistic.Rows() -> "count(*)";
            case Statistic.LabelRate() -> "avg(label)";
            case Statistic.Of(Aggregate aggregate, String column) ->
                    of(aggregate, DatasetTable.quoted(column));
            case Statistic.Quantile(String column, double share) ->
                    "quantile_cont(%s, %s)".formatted(DatasetTable.quoted(column), share);
            case Statistic.Correlation(String column, String with) ->
                    "corr(%s, %s)"
                            .formatted(DatasetTable.quoted(column), DatasetTable.quoted(with));
            case Statistic.Duplicates(List<String> columns) ->
                    columns.stream()
                            .map(DatasetTable::quoted)
                            .collect(
                                    Collectors.joining(
                                            ", ", "count(*) - count(DISTINCT row(", "))"));
            case Statistic.Sql(String expression) ->
                    throw new IllegalStateException("Not to be trusted: " + expression);
        };
    }

    private static String of(Aggregate aggregate, String column) {
        String template =
                switch (aggregate) {
                    case MISSING_SHARE -> "avg(CASE WHEN %s IS NULL THEN 1.0 ELSE 0.0 END)";
                    case DISTINCT -> "count(DISTINCT %s)";
                    case DISTINCT_SHARE -> "count(DISTINCT %1$s) / nullif(count(%1$s), 0)";
                    case TOP_SHARE ->
                            "(SELECT max(n) FROM (SELECT count(*) AS n FROM dataset"
                                    + " WHERE %1$s IS NOT NULL GROUP BY %1$s))"
                                    + " / nullif(count(%1$s), 0)";
                    case ENTROPY -> "entropy(%s)";
                    case MIN -> "min(%s)";
                    case MAX -> "max(%s)";
                    case SUM -> "sum(%s)";
                    case MEAN -> "avg(%s)";
                    case MEDIAN -> "median(%s)";
                    case STDDEV -> "stddev_samp(%s)";
                    case SKEWNESS -> "skewness(%s)";
                    case KURTOSIS -> "kurtosis(%s)";
                };
        return template.formatted(column);
    }

    /// The condition that a row has what the rule is about.
    static String counts(RowRule rule) {
        return rule.columns().stream()
                .map(column -> DatasetTable.quoted(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /// The condition that a row that [#counts] breaks the rule.
    String breaks(RowRule rule) {
        String keeps =
                switch (rule) {
                    case RowRule.OfColumn(String column, ValueRule expected) ->
                            keeps(column, expected);
                    case RowRule.Compare(String column, String least, String most) -> {
                        List<String> ends = new ArrayList<>();
                        String quoted = DatasetTable.quoted(column);
                        if (least != null) {
                            ends.add(quoted + " >= " + DatasetTable.quoted(least));
                        }
                        if (most != null) {
                            ends.add(quoted + " <= " + DatasetTable.quoted(most));
                        }
                        yield String.join(" AND ", ends);
                    }
                };
        return "%s AND NOT (%s)".formatted(counts(rule), keeps);
    }

    private String keeps(String column, ValueRule rule) {
        String quoted = DatasetTable.quoted(column);
        return switch (rule) {
            case ValueRule.Between(Limits limits) -> within(quoted, limits);
            case ValueRule.In(List<String> values) -> quoted + " IN " + list(column, values);
            case ValueRule.NotIn(List<String> values) -> quoted + " NOT IN " + list(column, values);
            case ValueRule.Matches(var pattern) ->
                    "regexp_full_match(%s, %s)".formatted(quoted, text(pattern.pattern()));
            case ValueRule.Length(Limits limits) -> within("length(" + quoted + ")", limits);
        };
    }

    private static String within(String expression, Limits limits) {
        List<String> ends = new ArrayList<>();
        if (limits.atLeast() != null) {
            ends.add("%s >= %s".formatted(expression, limits.atLeast()));
        }
        if (limits.atMost() != null) {
            ends.add("%s <= %s".formatted(expression, limits.atMost()));
        }
        return String.join(" AND ", ends);
    }

    private String list(String column, List<String> values) {
        return values.stream()
                .map(value ->
                        texts.contains(column)
                                ? text(value)
                                : String.valueOf(Double.parseDouble(value)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
