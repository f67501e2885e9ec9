package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The value of the event with the greatest place, if it has not aged out.
final class LastCell implements Cell {

    private final @Nullable Duration idle;
    private @Nullable Place place;
    private @Nullable Object value;

    LastCell(Retention retention) {
        this.idle = retention instanceof Retention.UntilIdle(var after) ? after : null;
    }

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        if (value != null && (this.place == null || place.isAfter(this.place))) {
            this.place = place;
            this.value = value;
        }
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        FeatureSource.put(vector, column, type, isForgotten(at) ? null : value);
    }

    @Override
    public void write(StateWriter out) {
        Place last = place;
        out.writeByte(last == null ? 0 : 1);
        if (last != null) {
            out.writeInstant(last.eventTime());
            out.writeText(last.eventId());
            out.writeValue(value);
        }
    }

    @Override
    public void read(StateReader in) {
        if (in.readByte() == 1) {
            place = new Place(in.readInstant(), in.readText());
            value = in.readValue();
        }
    }

    private boolean isForgotten(AsOf at) {
        return idle != null
                && place != null
                && at.millis() - place.eventTime().toEpochMilli() > idle.toMillis();
    }
}
