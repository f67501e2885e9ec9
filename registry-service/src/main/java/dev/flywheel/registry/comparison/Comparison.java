package dev.flywheel.registry.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.flywheel.registry.model.ModelVersionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Versions of a model side by side. Every list of values has one for each version, in the order of
/// `versions`; null is what a version does not have, or what is not known of it. A row differs
/// unless all versions have the same.
///
/// @param slices metrics of the rows that have a value of a feature
/// @param importanceMetric whose loss tells what a feature is worth
public record Comparison(
        String model,
        List<Version> versions,
        List<Row<String>> parameters,
        List<Row<Double>> metrics,
        List<Segment> slices,
        List<Feature> features,
        List<@Nullable String> importanceMetric) {

    /// What is known of a version as such.
    ///
    /// @param featureSet which online state it reads; null of versions that Flywheel did not train
    /// @param bundle whether its whole bundle is here, without which neither slices nor features
    ///   are known
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(
            int version,
            Instant createdAt,
            String createdBy,
            ModelVersionStatus status,
            @Nullable String statusMessage,
            @Nullable String runId,
            List<String> aliases,
            Gate gate,
            @Nullable String trainer,
            @Nullable String featureSet,
            boolean bundle) {}

    /// What training's gate said.
    ///
    /// @param verdict `passed`, `failed` or `none`
    public record Gate(String verdict, List<String> reasons) {}

    /// A parameter or metric.
    public record Row<T>(String name, List<@Nullable T> values, boolean differs) {}

    /// The rows that have a value of a feature.
    ///
    /// @param value null for a missing one, and for `other`
    /// @param other whether these are all values that are not among the most frequent
    /// @param rows how many of the test part
    /// @param lists how many of the test part
    public record Segment(
            String feature,
            @Nullable String value,
            boolean other,
            List<@Nullable Integer> rows,
            List<@Nullable Integer> lists,
            List<Row<Double>> metrics,
            boolean differs) {}

    /// A feature.
    ///
    /// @param definitions as the pipeline files have them
    /// @param changes against the first version
    /// @param importance the loss of a metric without it
    /// @param differs whether a version lacks it or defines it otherwise; its importance is another
    ///   matter
    public record Feature(
            String name,
            List<@Nullable JsonNode> definitions,
            List<Change> changes,
            List<@Nullable Double> importance,
            boolean differs) {}

    /// What became of a feature since the first version.
    public enum Change {
        SAME,
        ADDED,
        REMOVED,
        CHANGED,
        /// The features of one of the two are not known.
        UNKNOWN,
        /// Neither has it.
        ABSENT;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
