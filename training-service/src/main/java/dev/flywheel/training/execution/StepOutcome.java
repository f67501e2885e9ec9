package dev.flywheel.training.execution;

import dev.flywheel.training.run.Findings;
import dev.flywheel.training.run.RunState;

/// Where a run goes from a step.
sealed interface StepOutcome {

    Findings findings();

    /// On to that step.
    record Next(RunState step, Findings findings) implements StepOutcome {}

    /// The end.
    ///
    /// @param summary what to tell of it
    record End(RunState state, Findings findings, String summary) implements StepOutcome {}
}
