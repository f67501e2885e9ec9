package dev.flywheel.pipeline.expectation;

import java.util.Locale;

/// A statistic of one feature that needs no further word.
public enum Aggregate {
    /// The share of rows without a value.
    MISSING_SHARE(false),
    /// How many different values there are.
    DISTINCT(false),
    /// Different values for each row that has one.
    DISTINCT_SHARE(false),
    /// The share of the most frequent value among the rows that have one.
    TOP_SHARE(false),
    /// Shannon's entropy of the values, in bits.
    ENTROPY(false),
    MIN(true),
    MAX(true),
    SUM(true),
    MEAN(true),
    MEDIAN(true),
    /// Of the sample: divided by n - 1.
    STDDEV(true),
    SKEWNESS(true),
    /// Above that of the normal distribution.
    KURTOSIS(true);

    private final boolean ofNumbers;

    Aggregate(boolean ofNumbers) {
        this.ofNumbers = ofNumbers;
    }

    /// Whether only numbers have it.
    public boolean ofNumbers() {
        return ofNumbers;
    }

    /// As the pipeline file spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it lies between 0 and 1.
    public boolean isShare() {
        return this == MISSING_SHARE || this == DISTINCT_SHARE || this == TOP_SHARE;
    }
}
