package dev.flywheel.training.evaluation;

import dev.flywheel.model.scoring.ScoringPlan;
import dev.flywheel.pipeline.spec.Metric;
import dev.flywheel.pipeline.spec.Task;
import java.util.Arrays;

/// Rows with what a model said of each and what was true. Safe for use by several threads.
public sealed interface MeasuredRows permits ScoredRows, PredictedRows {

    int size();

    /// Rows with what a model said of each: log odds among the rows as they were sampled, or
    /// numbers. Both arrays are taken over.
    ///
    /// @param labels 1 or 0, or numbers
    static MeasuredRows of(Task task, double[] margins, double[] labels) {
        return switch (task) {
            case CLASSIFICATION -> {
                double[] probabilities = new double[margins.length];
                boolean[] positive = new boolean[margins.length];
                for (int i = 0; i < margins.length; i++) {
                    probabilities[i] = ScoringPlan.sigmoid(margins[i]);
                    positive[i] = labels[i] == 1;
                }
                yield new ScoredRows(probabilities, positive);
            }
            case REGRESSION -> new PredictedRows(margins, labels);
        };
    }

    /// From where on the answer is yes.
    Decision decision();

    /// The metric where row `i` counts `times[i]` times; NaN where it is not defined.
    double value(Metric metric, int[] times);

    /// The metric where each row counts once.
    default double value(Metric metric) {
        int[] once = new int[size()];
        Arrays.fill(once, 1);
        return value(metric, once);
    }
}
