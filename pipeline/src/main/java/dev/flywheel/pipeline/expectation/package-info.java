/// What a pipeline expects of its data: of events at the door, and of a dataset before anything is
/// trained on it.
///
/// Start with [Expectations]. These are declarations only: the event schema and the training
/// service decide whether they hold.
@NullMarked
package dev.flywheel.pipeline.expectation;

import org.jspecify.annotations.NullMarked;
