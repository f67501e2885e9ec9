package dev.flywheel.feature.archive;

import dev.flywheel.contracts.Event;
import java.util.List;

/// What a batch added to the archive.
///
/// @param events the events that were not there before, in order of arrival
/// @param duplicates events that were there already
/// @param entityVersions how many versions were not there before
/// @param erased what named an erased key, and was left out
public record Archived(List<Event> events, int duplicates, int entityVersions, int erased) {}
