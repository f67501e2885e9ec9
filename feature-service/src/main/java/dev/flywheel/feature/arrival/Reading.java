package dev.flywheel.feature.arrival;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;

/// What a record from Kafka turned out to be.
public sealed interface Reading {

    /// An event.
    ///
    /// @param content its JSON, as the archive keeps it
    record OfEvent(Event event, String content) implements Reading {}

    /// Reference data.
    record OfEntityVersion(EntityVersion version) implements Reading {}

    /// Something that can be neither archived nor applied.
    record Refused(Quarantined quarantined) implements Reading {}

    /// Nothing: a tombstone.
    record Empty() implements Reading {}
}
