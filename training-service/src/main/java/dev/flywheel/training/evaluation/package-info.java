/// How good a model is: metrics over rows, and metrics over ranked lists.
///
/// Start with [Evaluation]; [Metric] names everything that can be asked of one. Nothing here knows
/// how scores were made.
@NullMarked
package dev.flywheel.training.evaluation;

import org.jspecify.annotations.NullMarked;
