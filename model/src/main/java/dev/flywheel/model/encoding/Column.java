package dev.flywheel.model.encoding;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A feature as the model sees it: its name, its type, and what is fitted for it.
///
/// @param missing what a missing number counts as
/// @param clip the quantiles that a number is clipped to, or null for none
public record Column(String name, Type type, Missing missing, @Nullable Clip clip) {

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
        ZERO
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
        return new Column(name, Type.NUMERIC, Missing.MEAN, null);
    }

    public static Column categorical(String name) {
        return new Column(name, Type.CATEGORICAL, Missing.MEAN, null);
    }

    public Column withMissing(Missing missing) {
        return new Column(name, type, missing, clip);
    }

    public Column withClip(@Nullable Clip clip) {
        return new Column(name, type, missing, clip);
    }
}
