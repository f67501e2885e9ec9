package dev.flywheel.pipeline.feature;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an aggregate makes of the events that it remembers.
public enum Statistic {
    /// How many there are; 0 if none.
    COUNT,
    /// 0 if none.
    SUM,
    MEAN,
    MIN,
    MAX,
    /// Of the sample (divided by n - 1); missing for fewer than two.
    STDDEV,
    /// How many different values: exact up to 512, then estimated with a standard error of 4.4 %.
    DISTINCT;

    /// As the pipeline file spells it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What it is worth before anything happened.
    double empty() {
        return switch (this) {
            case COUNT, SUM, DISTINCT -> 0;
            case MEAN, MIN, MAX, STDDEV -> Double.NaN;
        };
    }

    /// Whether the value over all time only ever grows with events, so that its drift says nothing.
    boolean isCumulative() {
        return switch (this) {
            case COUNT, SUM, DISTINCT -> true;
            case MEAN, MIN, MAX, STDDEV -> false;
        };
    }

    /// Whether a half-life makes sense of it.
    public boolean decays() {
        return switch (this) {
            case COUNT, SUM, MEAN -> true;
            case MIN, MAX, STDDEV, DISTINCT -> false;
        };
    }

    Summary newSummary() {
        return switch (this) {
            case COUNT -> new Count();
            case SUM, MEAN -> new Tally();
            case MIN -> new Extreme(false);
            case MAX -> new Extreme(true);
            case STDDEV -> new Moments();
            case DISTINCT -> new DistinctHashes();
        };
    }

    double of(@Nullable Summary summary) {
        if (summary == null || summary.count() == 0) {
            return empty();
        }
        return switch (summary) {
            case Count count -> count.count();
            case Tally tally -> this == Statistic.SUM ? tally.sum() : tally.sum() / tally.count();
            case Extreme extreme -> extreme.value();
            case Moments moments -> moments.deviation();
            case DistinctHashes distinct -> distinct.estimate();
        };
    }
}
