package dev.flywheel.pipeline.join;

import dev.flywheel.contracts.Event;

/// What becomes known of a joined event.
///
/// @param event with the keys of entities
/// @param takenBack whether it was said to be about those and turned out not to be
public record JoinChange(Event event, boolean takenBack) {}
