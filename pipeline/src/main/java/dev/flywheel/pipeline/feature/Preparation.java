package dev.flywheel.pipeline.feature;

import org.jspecify.annotations.Nullable;

/// How a feature's values become numbers for a model. Training fits it on what it learns from, and
/// the bundle carries what was fitted; the feature's values are what they are, so it is no part of
/// a feature set.
///
/// @param clip null for none
/// @param buckets that categories are hashed into; 0 for a slot each
public record Preparation(Missing missing, @Nullable Clip clip, Scale scale, int buckets) {

    /// Where a feature says nothing.
    public static final Preparation NONE =
            new Preparation(new Missing.Indicated(), null, Scale.AUTO, 0);

    /// What a missing value counts as.
    public sealed interface Missing {

        /// The mean, or no category, and the model is told that it was missing.
        record Indicated() implements Missing {}

        /// The mean of the values, for numbers.
        record Mean() implements Missing {}

        /// The median of the values, for numbers.
        record Median() implements Missing {}

        /// The value that most rows have, for categories.
        record MostFrequent() implements Missing {}

        record Value(double value) implements Missing {}

        record Category(String value) implements Missing {}
    }

    /// Where numbers are cut off.
    ///
    /// @param quantiles whether low and high are shares of the values, or else values
    public record Clip(double low, double high, boolean quantiles) {}

    /// How a number is scaled, for whoever adds numbers up; trees take it as it is.
    public enum Scale {
        /// As `STANDARD`, but as `LOG` where the values have a long tail.
        AUTO,
        /// To mean 0 and deviation 1.
        STANDARD,
        /// From 0 to 1.
        MINMAX,
        /// The logarithm of 1 + the value, to mean 0 and deviation 1; negative values count as 0.
        LOG,
        NONE
    }
}
