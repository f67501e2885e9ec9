/// What a model version contains: a directory that training writes and inference loads.
///
/// Start with [ModelBundle]. Reading trusts nothing: sizes and checksums come first, then the
/// golden rows. Nothing here knows how a bundle travels.
@NullMarked
package dev.flywheel.model.bundle;

import org.jspecify.annotations.NullMarked;
