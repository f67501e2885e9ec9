/// Immutable files, addressed by the SHA-256 of their content: snapshots and model bundles.
///
/// Start with [ArtifactStore]. It knows nothing of what the files mean.
@NullMarked
package dev.flywheel.contracts.artifact;

import org.jspecify.annotations.NullMarked;
