package dev.flywheel.feature.arrival;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Quarantined;
import org.jspecify.annotations.Nullable;

/// What a record from Kafka turned out to be.
public sealed interface Reading {

    /// The event that this is about, also if it is taken back; null if it is about none.
    default @Nullable Event eventOrNull() {
        return switch (this) {
            case OfEvent(var event) -> event;
            case TakenBack(var event) -> event;
            case OfEntityVersion _, Refused _, Removed _, Empty _ -> null;
        };
    }

    /// An event.
    record OfEvent(Event event) implements Reading {}

    /// A joined event that was given the entities of another one than it points to. Only stages of
    /// the online state tell one another.
    record TakenBack(Event event) implements Reading {}

    /// Reference data.
    record OfEntityVersion(EntityVersion version) implements Reading {}

    /// Something that can be neither archived nor applied.
    record Refused(Quarantined quarantined) implements Reading {}

    /// That a state is to be forgotten, as its key was erased. It comes from inside the online
    /// state's topology and is on no topic of others.
    record Removed(String stateKey) implements Reading {}

    /// Nothing: a tombstone.
    record Empty() implements Reading {}
}
