/// Asking training to make a version again, and keeping what came of it.
///
/// Start with [Reproductions]. A request leaves through the outbox and its outcome comes back over
/// REST; nothing here trains, and the version itself gets a tag and nothing else.
@NullMarked
package dev.flywheel.registry.reproduction;

import org.jspecify.annotations.NullMarked;
