package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Metric;
import java.util.Arrays;

/// Rows with what a model said of each and what was true. Safe for use by several threads.
public sealed interface MeasuredRows permits ScoredRows, PredictedRows {

    int size();

    /// The metric where row `i` counts `times[i]` times; NaN where it is not defined.
    double value(Metric metric, int[] times);

    /// The metric where each row counts once.
    default double value(Metric metric) {
        int[] once = new int[size()];
        Arrays.fill(once, 1);
        return value(metric, once);
    }
}
