package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// The part of a state that belongs to one feature.
sealed interface Cell permits AggregateCell, DecayedCell, LastCell, SinceLastCell {

    /// Takes in an event.
    ///
    /// @param at the instant of its place
    /// @param value what the operator asked for; null for a count, or if the event has none
    void apply(Place place, AsOf at, @Nullable Object value);

    /// Counts an event that brings nothing but itself.
    default void add(Place place) {
        throw new IllegalArgumentException(this + " is no count");
    }

    /// Takes back a counted event.
    default void takeBack(Place place) {
        throw new IllegalArgumentException(this + " is no count");
    }

    /// Takes back an event that turned out to be about somebody else.
    ///
    /// @param value what it brought
    /// @return whether nothing of it is left; if not, nothing has changed
    boolean takeBack(Place place, @Nullable Object value);

    /// The value as of an instant not before the latest event: a number as NaN if it is missing.
    void fill(FeatureVector vector, int column, FeatureType type, AsOf at);

    /// The number that an aggregate gives.
    default double number(AsOf at) {
        throw new IllegalArgumentException(this + " gives no number");
    }

    void write(StateWriter out);

    void read(StateReader in);
}
