/// Joined events as they arrive: which event each takes its entities from, in whatever order they
/// come.
///
/// Start with [JoinState]. Where events come in place order, the fold needs none of this.
@NullMarked
package dev.flywheel.pipeline.join;

import org.jspecify.annotations.NullMarked;
