/// What a model version contains: a directory that training writes and inference loads.
///
/// Start with [ModelBundle]. Reading trusts nothing: sizes and checksums come first, then the
/// golden rows. A bundle travels file by file or as one [BundleArchive]; nothing here knows where
/// from and where to.
@NullMarked
package dev.flywheel.model.bundle;

import org.jspecify.annotations.NullMarked;
