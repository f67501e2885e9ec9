/// The sections of a pipeline file as values: what is learned, checked, trained, gated and watched.
///
/// Start with [Training]. Nothing here reads anything; the reader fills these in, defaults
/// included.
@NullMarked
package dev.flywheel.pipeline.spec;

import org.jspecify.annotations.NullMarked;
