/// Sending again what was refused, as it was or corrected. Start with
/// [dev.flywheel.ingestion.replay.Replays]. Must not know HTTP.
@NullMarked
package dev.flywheel.ingestion.replay;

import org.jspecify.annotations.NullMarked;
