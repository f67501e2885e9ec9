package dev.flywheel.feature.row;

import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// How far prepared rows were made: of what was archived at or before the position, everything up
/// to and including the place.
///
/// @param place null before the first event
public record FoldProgress(long position, @Nullable Place place, long rows, long lateEvents) {

    static final FoldProgress NONE = new FoldProgress(0, null, 0, 0);
}
