/// Expectations proposed from data: what held of a dataset, with some room.
///
/// Start with [Suggestions]. They are proposals in a pipeline file's words for a person to choose
/// from; nothing takes them over by itself.
@NullMarked
package dev.flywheel.training.suggestion;

import org.jspecify.annotations.NullMarked;
