/// Making a version again from its own bundle and snapshot, and telling how alike the two are.
///
/// Start with [Reproductions], where requests are taken; [Rebuild] trains and [Comparison] judges.
/// A request and what came of it are kept here until the registry has the outcome. Nothing here
/// changes a version, a run or a snapshot.
@NullMarked
package dev.flywheel.training.reproduction;

import org.jspecify.annotations.NullMarked;
