package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// The mean of the numbers that events bring; those without one don't count.
record MeanCell(Memory memory) implements Cell {

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        if (value instanceof Number number) {
            memory.add(place.eventTime().toEpochMilli(), number.doubleValue());
        }
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, memory.mean(at.millis()));
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
