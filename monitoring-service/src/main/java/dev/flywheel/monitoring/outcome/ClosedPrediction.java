package dev.flywheel.monitoring.outcome;

import dev.flywheel.monitoring.outcome.OutcomeJoin.Outcome;
import dev.flywheel.monitoring.quality.QualityCounts;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.spec.Task;
import org.jspecify.annotations.Nullable;

/// A prediction whose label window has closed.
///
/// @param outcome null if none came
public record ClosedPrediction(PendingPrediction prediction, @Nullable Outcome outcome) {

    /// The counts of its window with this one.
    public QualityCounts addedTo(QualityCounts counts, Pipeline pipeline) {
        if (!prediction.ranking().isEmpty()) {
            addChoice(counts);
            return counts.seen(1, 0);
        }
        if (pipeline.task() == Task.REGRESSION) {
            if (outcome != null) {
                counts.addNumber(prediction.group(), prediction.score(), outcome.label());
            }
            return counts.seen(0, 1);
        }
        // Where nothing came in time, nothing happened.
        boolean positive = outcome != null && outcome.label() > 0;
        counts.addLabel(prediction.group(), prediction.score(), positive);
        Boolean decision = prediction.decision();
        if (decision != null) {
            counts.addDecision(
                    prediction.group(), decision, positive, pipeline.evaluation().cost());
        }
        return counts.seen(0, 1);
    }

    private void addChoice(QualityCounts counts) {
        if (outcome != null && outcome.label() > 0 && outcome.candidate() != null) {
            int rank = prediction.ranking().indexOf(outcome.candidate()) + 1;
            counts.addChoice(prediction.group(), rank);
        }
    }
}
