package dev.flywheel.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The content of `slices.json`: how the model did on the rows and lists that have one value of a
/// feature, for a few features.
///
/// @param part of the snapshot, such as `test`
public record SlicedMetrics(String part, List<Slice> slices) {

    public SlicedMetrics {
        slices = slices == null ? List.of() : List.copyOf(slices);
    }

    /// A feature's values, the most frequent first.
    ///
    /// @param other all values that are not among the most frequent; null if there are none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Slice(String feature, List<Segment> values, @Nullable Segment other) {

        public Slice {
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    /// The rows and lists that have a value.
    ///
    /// @param value null for rows that lack it, and for `other`
    /// @param lists those whose positive has it
    /// @param metrics by name, as far as they are defined there
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Segment(
            @Nullable String value, int rows, int lists, Map<String, Double> metrics) {

        public Segment {
            metrics =
                    metrics == null
                            ? Map.of()
                            : Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        }
    }
}
