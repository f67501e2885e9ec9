/// The fold: every event applied in place order, and the rows that a model learns from.
///
/// Start with [Fold]. It is pure and single-threaded, and the only producer of training rows,
/// evaluation lists and as-of answers.
@NullMarked
package dev.flywheel.pipeline.fold;

import org.jspecify.annotations.NullMarked;
