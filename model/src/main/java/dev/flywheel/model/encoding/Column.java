package dev.flywheel.model.encoding;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A feature as the model sees it: its name, its type, and what is fitted for it.
///
/// @param missing what a missing number counts as
/// @param clip the quantiles that a number is clipped to, or null for none
/// @param scale how a number is scaled
public record Column(
        String name, Type type, Missing missing, @Nullable Clip clip, Scale scale) {

    /// What a feature's values are.
    public enum Type {
        @JsonProperty("numeric")
        NUMERIC,
        @JsonProperty("categorical")
        CATEGORICAL
    }

    /// What stands in for a missing number. That it was missing is told to the model besides.
    public enum Missing {
        MEAN,
        MEDIAN,
        ZERO,
        /// Nothing, and nothing is told: a missing number is not there, which trees understand.
        ABSENT
    }

    /// How a number is scaled.
    public enum Scale {
        /// To mean 0 and deviation 1, after a logarithm if its tail is long.
        AUTO,
        /// Not at all.
        NONE
    }

    /// Two quantiles of the training values, such as 0.01 and 0.99.
    public record Clip(double low, double high) {

        public Clip {
            if (!(0 <= low && low < high && high <= 1)) {
                throw new IllegalArgumentException(
                        "Clip quantiles must be 0 <= low < high <= 1, not " + low + " and " + high);
            }
        }
    }

    public static Column numeric(String name) {
        return new Column(name, Type.NUMERIC, Missing.MEAN, null, Scale.AUTO);
    }

    public static Column categorical(String name) {
        return new Column(name, Type.CATEGORICAL, Missing.MEAN, null, Scale.AUTO);
    }

    public Column withMissing(Missing missing) {
        return new Column(name, type, missing, clip, scale);
    }

    public Column withClip(@Nullable Clip clip) {
        return new Column(name, type, missing, clip, scale);
    }

    /// The same column for trees. They split where they like, so scaling only costs precision; and
    /// a missing value takes a side of its own at each split, where a stand-in would hide it.
    public Column forTrees() {
        return new Column(name, type, Missing.ABSENT, clip, Scale.NONE);
    }
}
