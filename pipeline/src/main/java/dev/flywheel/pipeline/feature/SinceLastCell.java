package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import org.jspecify.annotations.Nullable;

/// When the latest event was, for the seconds since then.
final class SinceLastCell implements Cell {

    private long latest = Long.MIN_VALUE;

    @Override
    public void apply(Place place, AsOf at, @Nullable Object value) {
        latest = Math.max(latest, at.millis());
    }

    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        return place.eventTime().toEpochMilli() < latest;
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        vector.set(column, latest == Long.MIN_VALUE ? Double.NaN : (at.millis() - latest) / 1e3);
    }

    @Override
    public void write(StateWriter out) {
        out.writeByte(latest == Long.MIN_VALUE ? 0 : 1);
        if (latest != Long.MIN_VALUE) {
            out.writeLong(latest);
        }
    }

    @Override
    public void read(StateReader in) {
        if (in.readByte() == 1) {
            latest = in.readLong();
        }
    }
}
