/// Taking a run through its steps: snapshot, validate, train, evaluate, register, promote.
///
/// Start with [RunExecutor]. Each step is a class; what it finds out is kept on the run before the
/// next one begins, so a run whose process died goes on with the step that it was at.
@NullMarked
package dev.flywheel.training.execution;

import org.jspecify.annotations.NullMarked;
