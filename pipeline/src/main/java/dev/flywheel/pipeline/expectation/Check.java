package dev.flywheel.pipeline.expectation;

import org.jspecify.annotations.Nullable;

/// What is checked of a dataset.
public sealed interface Check {

    /// A statistic lies in a range.
    record Within(Statistic statistic, Limits limits) implements Check {}

    /// Rows keep a rule.
    ///
    /// @param mostly the least share of the rows that must, of those that have the values
    record EachRow(RowRule rule, double mostly) implements Check {}

    /// A statistic is not far from what it was in the latest runs.
    ///
    /// @param runs how many of them at most
    record Anomaly(Statistic statistic, int runs, Yardstick by, double atMost) implements Check {}

    /// Features are distributed as in the champion's reference.
    ///
    /// @param feature null for every feature of both, the worst one counting
    record Drift(@Nullable String feature, Divergence by, double limit) implements Check {}

    /// A DuckDB expression over the table `dataset` is true.
    record Sql(String expression) implements Check {}

    /// What an anomaly is measured in.
    enum Yardstick {
        /// Standard deviations of the earlier values, from their mean.
        Z_SCORE("z_score", "standard deviations"),
        /// The difference from the mean of the earlier values, as a share of it.
        CHANGE("change", "relative change");

        private final String word;
        private final String unit;

        Yardstick(String word, String unit) {
            this.word = word;
            this.unit = unit;
        }

        /// As the pipeline file spells it.
        public String word() {
            return word;
        }

        String unit() {
            return unit;
        }
    }

    /// In the pipeline file's words, for messages.
    default String words() {
        return switch (this) {
            case Within(Statistic statistic, Limits limits) ->
                    statistic.words() + " " + limits.words();
            case EachRow(RowRule rule, double mostly) ->
                    mostly == 1
                            ? rule.words() + " in every row"
                            : "%s in a share of at least %s of the rows"
                                    .formatted(rule.words(), Limits.plain(mostly));
            case Anomaly(Statistic statistic, int runs, Yardstick by, double atMost) ->
                    "%s within %s %s of the last %d runs"
                            .formatted(statistic.words(), Limits.plain(atMost), by.unit(), runs);
            case Drift(String feature, Divergence by, double limit) ->
                    "drift%s from champion: %s at %s %s"
                            .formatted(
                                    feature == null ? "" : " of " + feature,
                                    by.isProbability() ? by.word() + " p-value" : by.word(),
                                    by.isProbability() ? "least" : "most",
                                    Limits.plain(limit));
            case Sql(String expression) -> expression;
        };
    }
}
