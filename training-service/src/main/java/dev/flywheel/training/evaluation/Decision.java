package dev.flywheel.training.evaluation;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import org.jspecify.annotations.Nullable;

/// From which probability on the answer is yes.
///
/// @param cost of wrong answers; null where nobody declared one
public record Decision(double threshold, @Nullable Cost cost) {

    /// The more likely answer.
    public static final Decision EVEN = new Decision(0.5, null);

    /// What probabilities that are right would be decided by.
    public static Decision of(@Nullable Cost cost) {
        return cost == null ? EVEN : new Decision(cost.breakEven(), cost);
    }
}
