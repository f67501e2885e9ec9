package dev.flywheel.training.execution;

import dev.flywheel.training.run.RunState;

/// One step of a run. It may be begun again after a crash, so it does nothing twice that others
/// would see twice.
interface RunStep {

    /// The state of a run that is at this step.
    RunState state();

    StepOutcome perform(StepContext context);
}
