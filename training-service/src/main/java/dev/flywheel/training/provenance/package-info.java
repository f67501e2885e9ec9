/// What a version's `provenance.json` tells: enough to explain a model and to make it again.
///
/// Start with [Origin], which reads it, and [TrainingEnvironment], which is what may make two
/// trainings of the same differ.
@NullMarked
package dev.flywheel.training.provenance;

import org.jspecify.annotations.NullMarked;
