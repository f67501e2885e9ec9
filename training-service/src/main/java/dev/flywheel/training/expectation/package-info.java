/// Expectations of a dataset: what must hold of it before anything is trained.
///
/// Start with [DatasetExpectations]; the [ExpectationReport] stays on the run.
@NullMarked
package dev.flywheel.training.expectation;

import org.jspecify.annotations.NullMarked;
