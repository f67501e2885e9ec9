package dev.flywheel.monitoring.quality;

import java.util.LinkedHashMap;
import java.util.Map;

/// How far predicted numbers were from the true ones. Mutable; adds up over windows in any order.
///
/// @param absolute distances
/// @param squared distances, squared
public record ErrorCounts(GroupedMean absolute, GroupedMean squared) {

    public static ErrorCounts empty() {
        return new ErrorCounts(GroupedMean.empty(), GroupedMean.empty());
    }

    /// The truth about a predicted number.
    void add(int group, double predicted, double truth) {
        double error = Math.abs(predicted - truth);
        absolute.add(group, error);
        squared.add(group, error * error);
    }

    void add(ErrorCounts other) {
        absolute.add(other.absolute);
        squared.add(other.squared);
    }

    long count() {
        return absolute.count();
    }

    /// The root's variance is that of the mean square, by the delta method: `v / (4 m)`.
    Map<String, Estimate> metrics() {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        squared.estimate()
                .ifPresent(mean -> {
                    double root = Math.sqrt(mean.value());
                    double variance = mean.value() == 0 ? 0 : mean.variance() / (4 * mean.value());
                    metrics.put("rmse", new Estimate(root, variance, mean.rows()));
                });
        absolute.estimate().ifPresent(mean -> metrics.put("mae", mean));
        return metrics;
    }
}
