package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// Counts events.
record CountCell(Memory memory) implements Cell {

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        memory.add(place.eventTime().toEpochMilli(), 0);
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, (double) memory.count(at.millis()));
    }

    @Override
    public void write(StateWriter out) {
        memory.write(out);
    }

    @Override
    public void read(StateReader in) {
        memory.read(in);
    }
}
