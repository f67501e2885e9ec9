/// Prepared rows: the fold of the archive, run behind its watermark, one row for each event that
/// the model learns from. Start at [PreparedRows].
@NullMarked
package dev.flywheel.feature.row;

import org.jspecify.annotations.NullMarked;
