package dev.flywheel.training.expectation;

import dev.flywheel.pipeline.expectation.Divergence;
import dev.flywheel.pipeline.expectation.Limits;
import dev.flywheel.pipeline.expectation.RowRule;
import dev.flywheel.pipeline.expectation.Statistic;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was observed of a dataset, and whether it was expected.
///
/// @param words for people
/// @param statistic what was computed, in words that are the same in every run; null if it is not
///   to be compared with other runs
/// @param value of the statistic
/// @param samples rows that broke a rule
record Observation(
        Verdict verdict,
        String words,
        @Nullable String statistic,
        @Nullable Double value,
        List<Map<String, Object>> samples) {

    enum Verdict {
        MET,
        BROKEN,
        NOTHING_TO_COMPARE
    }

    static Observation nothing(String why) {
        return new Observation(Verdict.NOTHING_TO_COMPARE, why, null, null, List.of());
    }

    static Observation of(String words, boolean met) {
        return new Observation(verdict(met), words, null, null, List.of());
    }

    /// A statistic without a value breaks every limit.
    static Observation of(Statistic statistic, @Nullable Double value, Limits limits) {
        return of(
                statistic,
                value,
                value == null ? "no value" : Limits.plain(value),
                value != null && limits.allow(value));
    }

    static Observation of(Statistic statistic, @Nullable Double value, String words, boolean met) {
        return new Observation(verdict(met), words, statistic.words(), value, List.of());
    }

    static Observation ofRows(
            RowRule rule, long all, long broken, double mostly, List<Map<String, Object>> samples) {
        double share = (double) (all - broken) / all;
        return new Observation(
                verdict(share >= mostly),
                broken == 0
                        ? "none of %d rows breaks it".formatted(all)
                        : "%d of %d rows break it".formatted(broken, all),
                "share of rows with " + rule.words(),
                share,
                samples);
    }

    /// The feature that moved most.
    static Observation ofWorst(Map<String, Double> values, Divergence by, double limit) {
        Comparator<Map.Entry<String, Double>> byValue = Map.Entry.comparingByValue();
        return values.entrySet().stream()
                .max(by.isProbability() ? byValue.reversed() : byValue)
                .map(worst ->
                        new Observation(
                                verdict(
                                        by.isProbability()
                                                ? worst.getValue() >= limit
                                                : worst.getValue() <= limit),
                                "%s %s of %s"
                                        .formatted(
                                                by.isProbability() ? "p-value" : by.word(),
                                                rounded(worst.getValue()),
                                                worst.getKey()),
                                null,
                                worst.getValue(),
                                List.of()))
                .orElseGet(() -> nothing("no feature in common with the champion"));
    }

    /// Four digits, also of small numbers.
    static String rounded(double value) {
        return value != 0 && Math.abs(value) < 0.001
                ? String.format(Locale.ROOT, "%.3e", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private static Verdict verdict(boolean met) {
        return met ? Verdict.MET : Verdict.BROKEN;
    }
}
