/// Training runs: what was asked for, which step a run is at, and what its steps found out.
///
/// Start with [Run] and [TrainingRuns]. How a step is done is not known here.
@NullMarked
package dev.flywheel.training.run;

import org.jspecify.annotations.NullMarked;
