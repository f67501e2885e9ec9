/// Expressions of a pipeline file, in the Common Expression Language (<https://cel.dev>).
///
/// [CelExpression] compiles one against the names that it may use, and evaluates it.
@NullMarked
package dev.flywheel.pipeline.cel;

import org.jspecify.annotations.NullMarked;
