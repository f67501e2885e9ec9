/// What a model's metrics don't tell: on which rows it does well, and which features it needs.
///
/// Start with [Explainer], which watches the evaluation of the winner. It knows nothing of runs,
/// nor of how bundles are written.
@NullMarked
package dev.flywheel.training.explanation;

import org.jspecify.annotations.NullMarked;
