package dev.flywheel.monitoring.quality;

import dev.flywheel.pipeline.spec.Evaluation.Cost;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How right yes and no turned out to be. Mutable; adds up over windows in any order.
///
/// @param right whether each decision was
/// @param positives whether each yes was right
/// @param found whether each positive got a yes
/// @param cost what each decision cost, where the pipeline says so
public record DecisionCounts(
        GroupedMean right, GroupedMean positives, GroupedMean found, GroupedMean cost) {

    public static DecisionCounts empty() {
        return new DecisionCounts(
                GroupedMean.empty(), GroupedMean.empty(), GroupedMean.empty(), GroupedMean.empty());
    }

    /// The truth about a decision.
    ///
    /// @param each what wrong answers cost; null where nobody said
    void add(int group, boolean decision, boolean truth, @Nullable Cost each) {
        right.add(group, decision == truth ? 1 : 0);
        if (decision) {
            positives.add(group, truth ? 1 : 0);
        }
        if (truth) {
            found.add(group, decision ? 1 : 0);
        }
        if (each != null) {
            double wrong = decision ? each.falsePositive() : each.falseNegative();
            cost.add(group, decision == truth ? 0 : wrong);
        }
    }

    void add(DecisionCounts other) {
        right.add(other.right);
        positives.add(other.positives);
        found.add(other.found);
        cost.add(other.cost);
    }

    Map<String, Estimate> metrics() {
        Map<String, Estimate> metrics = new LinkedHashMap<>();
        right.estimate().ifPresent(value -> metrics.put("accuracy", value));
        positives.estimate().ifPresent(value -> metrics.put("precision", value));
        found.estimate().ifPresent(value -> metrics.put("recall", value));
        cost.estimate().ifPresent(value -> metrics.put("cost", value));
        return metrics;
    }
}
