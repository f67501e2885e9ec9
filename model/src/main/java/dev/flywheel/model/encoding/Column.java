package dev.flywheel.model.encoding;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A feature as the model sees it: its name, its type, and what is fitted for it.
///
/// @param missing what a missing value counts as
/// @param clip what a number is clipped to, or null for none
/// @param scale how a number is scaled
/// @param buckets that categories are hashed into; 0 for a slot each
public record Column(
        String name, Type type, Missing missing, @Nullable Clip clip, Scale scale, int buckets) {

    /// What a feature's values are.
    public enum Type {
        @JsonProperty("numeric")
        NUMERIC,
        @JsonProperty("categorical")
        CATEGORICAL
    }

    /// What stands in for a missing value.
    public sealed interface Missing {

        /// The mean or no category, and that it was missing is told to the model besides.
        record Indicated() implements Missing {}

        /// Nothing, and nothing is told of a number: it is not there, which trees understand.
        record Absent() implements Missing {}

        /// The mean of a number's values.
        record Mean() implements Missing {}

        /// The median of a number's values.
        record Median() implements Missing {}

        /// The category that most rows have.
        record MostFrequent() implements Missing {}

        record Value(double value) implements Missing {}

        record Category(String value) implements Missing {}
    }

    /// What values are cut off at.
    public sealed interface Clip {

        /// Two quantiles of the training values, such as 0.01 and 0.99.
        record Quantiles(double low, double high) implements Clip {

            public Quantiles {
                if (!(0 <= low && low < high && high <= 1)) {
                    throw new IllegalArgumentException(
                            "Clip quantiles must be 0 <= low < high <= 1, not %s and %s"
                                    .formatted(low, high));
                }
            }
        }

        /// Two values.
        record Bounds(double low, double high) implements Clip {}
    }

    /// How a number is scaled.
    public enum Scale {
        /// As `STANDARD`, or as `LOG` if its tail is long.
        AUTO,
        /// To mean 0 and deviation 1.
        STANDARD,
        /// To 0 for the least and 1 for the greatest value.
        MINMAX,
        /// The logarithm of 1 + the value, to mean 0 and deviation 1.
        LOG,
        /// Not at all.
        NONE
    }

    public static Column numeric(String name) {
        return of(name, Type.NUMERIC);
    }

    public static Column categorical(String name) {
        return of(name, Type.CATEGORICAL);
    }

    private static Column of(String name, Type type) {
        return new Column(name, type, new Missing.Indicated(), null, Scale.AUTO, 0);
    }

    public Column withMissing(Missing missing) {
        return new Column(name, type, missing, clip, scale, buckets);
    }

    public Column withClip(@Nullable Clip clip) {
        return new Column(name, type, missing, clip, scale, buckets);
    }

    public Column withScale(Scale scale) {
        return new Column(name, type, missing, clip, scale, buckets);
    }

    public Column withBuckets(int buckets) {
        return new Column(name, type, missing, clip, scale, buckets);
    }

    /// The same column for trees. They split where they like, so scaling only costs precision; and
    /// a missing number takes a side of its own at each split, where a stand-in would hide it.
    public Column forTrees() {
        boolean hidden = type == Type.NUMERIC && missing instanceof Missing.Indicated;
        return withScale(Scale.NONE).withMissing(hidden ? new Missing.Absent() : missing);
    }
}
