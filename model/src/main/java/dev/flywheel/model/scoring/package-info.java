/// The one arithmetic that makes a score, in training's evaluation, in golden rows and in serving.
///
/// Start with [ScoringPlan] and [Scorer]. The order of every sum is fixed and exponentials are
/// `StrictMath`, so that the same plan and row give the same bits everywhere. Nothing here knows
/// the library that trained the weights.
@NullMarked
package dev.flywheel.model.scoring;

import org.jspecify.annotations.NullMarked;
