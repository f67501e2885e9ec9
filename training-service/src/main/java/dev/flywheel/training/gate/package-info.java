/// Whether a candidate may serve: thresholds, baselines, and the champion on the same rows.
///
/// Start with [Gate], whose [Verdict] keeps every reason. Nothing here knows the registry.
@NullMarked
package dev.flywheel.training.gate;

import org.jspecify.annotations.NullMarked;
