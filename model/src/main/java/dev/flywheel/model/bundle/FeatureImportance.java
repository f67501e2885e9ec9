package dev.flywheel.model.bundle;

import java.util.List;

/// The content of `importance.json`: how much worse the model gets where it can't know a feature.
///
/// @param method how it was found out, `permutation`
/// @param metric whose loss is told, such as `ndcg@10`
/// @param part of the snapshot, such as `test`
/// @param score of the metric with all features, on the rows or lists that were looked at
/// @param repeats how often each feature was permuted
/// @param rows how many were looked at, of all lists together
/// @param lists how many were looked at; 0 if the metric is one of rows
/// @param features the most important first
public record FeatureImportance(
        String method,
        String metric,
        String part,
        double score,
        int repeats,
        int rows,
        int lists,
        long seed,
        List<Loss> features) {

    public static final String PERMUTATION = "permutation";

    public FeatureImportance {
        features = features == null ? List.of() : List.copyOf(features);
    }

    /// What a feature is worth.
    ///
    /// @param loss of the metric, the mean over the repeats: above 0 where the model needs the
    ///   feature, also if less of the metric is better
    /// @param spread the standard deviation over the repeats (divided by n - 1)
    public record Loss(String feature, double loss, double spread) {}
}
