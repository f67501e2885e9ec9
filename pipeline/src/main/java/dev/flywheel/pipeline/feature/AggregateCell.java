package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// A statistic of what events bring; those without a value don't count.
record AggregateCell(Statistic statistic, Memory memory) implements Cell {

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        long at = place.eventTime().toEpochMilli();
        switch (statistic) {
            case COUNT -> memory.add(at, 0);
            case DISTINCT -> {
                if (value != null) {
                    memory.add(at, DistinctHashes.hash(value));
                }
            }
            case SUM, MEAN, MIN, MAX, STDDEV -> {
                if (value instanceof Number number) {
                    memory.add(at, number.doubleValue());
                }
            }
        }
    }

    @Override
    public void add(Place place) {
        memory.add(place.eventTime().toEpochMilli(), 0);
    }

    @Override
    public void takeBack(Place place) {
        if (!memory.takeBack(place.eventTime().toEpochMilli(), 0)) {
            throw new IllegalArgumentException("What was forgotten can't come back");
        }
    }

    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        long at = place.eventTime().toEpochMilli();
        return switch (statistic) {
            case COUNT -> memory.takeBack(at, 0);
            case SUM, MEAN ->
                    !(value instanceof Number number) || memory.takeBack(at, number.doubleValue());
            case MIN, MAX, STDDEV, DISTINCT -> value == null;
        };
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, value(at));
    }

    double value(AsOf at) {
        return statistic == Statistic.COUNT
                ? memory.count(at.millis())
                : statistic.of(memory.summary(at.millis()));
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
