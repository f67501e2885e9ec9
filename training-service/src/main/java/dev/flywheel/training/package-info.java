/// The training service: from a snapshot of prepared rows to a registered, judged model version.
///
/// Start with `execution.RunExecutor`, which takes a run through its steps.
@NullMarked
package dev.flywheel.training;

import org.jspecify.annotations.NullMarked;
