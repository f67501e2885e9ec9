package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// A count, sum or mean in which older events are worth less.
record DecayedCell(Statistic statistic, Decayed decayed) implements Cell {

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        long at = place.eventTime().toEpochMilli();
        if (statistic == Statistic.COUNT) {
            decayed.add(at, 0);
        } else if (value instanceof Number number) {
            decayed.add(at, number.doubleValue());
        }
    }

    @Override
    public void add(Place place) {
        decayed.add(place.eventTime().toEpochMilli(), 0);
    }

    @Override
    public void takeBack(Place place) {
        decayed.takeBack(place.eventTime().toEpochMilli(), 0);
    }

    /// What rounding leaves of a sum is little beside others, but a mean of it would be anything.
    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        long at = place.eventTime().toEpochMilli();
        if (statistic == Statistic.COUNT) {
            decayed.takeBack(at, 0);
        } else if (value instanceof Number number) {
            if (statistic != Statistic.SUM) {
                return false;
            }
            decayed.takeBack(at, number.doubleValue());
        }
        return true;
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, value(at));
    }

    double value(AsOf at) {
        return switch (statistic) {
            case COUNT -> decayed.count(at);
            case SUM -> decayed.sum(at);
            default -> decayed.mean();
        };
    }

    @Override
    public void write(StateWriter out) {
        decayed.write(out);
    }

    @Override
    public void read(StateReader in) {
        decayed.read(in);
    }
}
