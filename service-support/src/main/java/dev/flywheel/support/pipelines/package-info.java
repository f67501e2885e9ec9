/// The pipeline files that a service was given, read once at its start.
///
/// Start with [PipelinesConfiguration].
@NullMarked
package dev.flywheel.support.pipelines;

import org.jspecify.annotations.NullMarked;
