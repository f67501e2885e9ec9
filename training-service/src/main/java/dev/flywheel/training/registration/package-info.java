/// Versions in the registry: logging, uploading, registering, promoting, and the champion's bundle.
///
/// Start with [Registry], which speaks MLflow's REST paths and the registry's own. Nothing here
/// knows how a bundle was made.
@NullMarked
package dev.flywheel.training.registration;

import org.jspecify.annotations.NullMarked;
