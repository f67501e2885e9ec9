package dev.flywheel.model.encoding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What training learned about one column: how its raw values become numbers.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FittedColumn.Numeric.class, name = "numeric"),
    @JsonSubTypes.Type(value = FittedColumn.Raw.class, name = "raw"),
    @JsonSubTypes.Type(value = FittedColumn.Categorical.class, name = "categorical"),
    @JsonSubTypes.Type(value = FittedColumn.Hashed.class, name = "hashed")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FittedColumn {

    String name();

    /// Whether a missing value has a slot of its own, because training saw missing values.
    boolean marksMissing();

    /// How many slots the column takes.
    int width();

    /// A number is clipped, transformed, centred and scaled, and capped at `CAP` deviations.
    ///
    /// @param low the least value; null for no bound
    /// @param high the greatest value; null for no bound
    /// @param sd 0 if the column was constant, which then tells the model nothing
    /// @param missing the encoded value of a missing number
    record Numeric(
            String name,
            Transform transform,
            @Nullable Double low,
            @Nullable Double high,
            double mean,
            double sd,
            double missing,
            boolean marksMissing)
            implements FittedColumn {

        /// A value further from the mean than this many deviations counts as this many.
        public static final double CAP = 5;

        @Override
        public int width() {
            return marksMissing ? 2 : 1;
        }

        Numeric withMissing(double encoded) {
            return new Numeric(name, transform, low, high, mean, sd, encoded, marksMissing);
        }

        double encode(double raw) {
            if (Double.isNaN(raw)) {
                return missing;
            }
            if (sd == 0) {
                return 0;
            }
            double value = raw;
            if (low != null && value < low) {
                value = low;
            }
            if (high != null && value > high) {
                value = high;
            }
            double standard = (transform.apply(value) - mean) / sd;
            return Math.clamp(standard, -CAP, CAP);
        }
    }

    /// A number that stays as it is, zero included. It is rounded to what a float can hold at most,
    /// and a missing one is absent unless something stands in.
    ///
    /// @param low the least value; null for no bound
    /// @param high the greatest value; null for no bound
    /// @param missing what a missing number counts as; null to leave it out
    record Raw(
            String name,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double missing,
            boolean marksMissing)
            implements FittedColumn {

        @Override
        public int width() {
            return marksMissing ? 2 : 1;
        }

        /// NaN for a value that is to be left out.
        double encode(double raw) {
            if (Double.isNaN(raw)) {
                return missing == null ? Double.NaN : missing;
            }
            double value = Math.clamp(raw, -Float.MAX_VALUE, Float.MAX_VALUE);
            if (low != null && value < low) {
                return low;
            }
            return high != null && value > high ? high : value;
        }
    }

    /// Each known value has a slot; a value that training did not see has none.
    ///
    /// @param vocabulary in slot order
    /// @param missing what a missing value counts as; null for none
    record Categorical(
            String name, List<String> vocabulary, @Nullable String missing, boolean marksMissing)
            implements FittedColumn {

        public Categorical {
            vocabulary = List.copyOf(vocabulary);
        }

        public Categorical(String name, List<String> vocabulary, boolean marksMissing) {
            this(name, vocabulary, null, marksMissing);
        }

        @Override
        public int width() {
            return vocabulary.size() + (marksMissing ? 1 : 0);
        }
    }

    /// Values share slots by their hash, so that any number of them takes few, and a value that
    /// training did not see has one too.
    ///
    /// @param missing what a missing value counts as; null for none
    record Hashed(String name, int buckets, @Nullable String missing, boolean marksMissing)
            implements FittedColumn {

        public Hashed {
            if (buckets < 1) {
                throw new IllegalArgumentException("A hashed column has buckets, not " + buckets);
            }
        }

        @Override
        public int width() {
            return buckets + (marksMissing ? 1 : 0);
        }

        /// The text's hash as Java defines it, its bits mixed as MurmurHash3 does in the end
        /// (Appleby, 2011), since the lowest bits of similar texts are alike.
        int bucket(String value) {
            int hash = value.hashCode();
            hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
            hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
            return Math.floorMod(hash ^ (hash >>> 16), buckets);
        }
    }

    /// A first step that tames a long tail.
    enum Transform {
        @JsonProperty("none")
        NONE {
            @Override
            double apply(double value) {
                return value;
            }
        },
        @JsonProperty("log1p")
        LOG1P {
            @Override
            double apply(double value) {
                return StrictMath.log1p(Math.max(value, 0));
            }
        };

        abstract double apply(double value);
    }
}
