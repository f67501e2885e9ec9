/// What lies where below the artifact proxy: paths, and the SHA-256 and size of the file at each.
///
/// Start with [ArtifactIndex]. The bytes are in the artifact store; it knows nothing of runs or
/// models beyond their paths.
@NullMarked
package dev.flywheel.registry.artifact;

import org.jspecify.annotations.NullMarked;
