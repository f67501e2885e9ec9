/// Scoring a part of a snapshot with several models and baselines at once.
///
/// Start with [PartEvaluator]; a [Contestant] is whatever can score a row.
@NullMarked
package dev.flywheel.training.scoring;

import org.jspecify.annotations.NullMarked;
