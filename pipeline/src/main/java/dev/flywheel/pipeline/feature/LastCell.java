package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value of the event with the greatest place, or the second greatest and so on, if it has not
/// aged out.
final class LastCell implements Cell {

    private final @Nullable Duration idle;
    private final int nth;

    /// The greatest places and their values, the greatest first.
    private final List<Brought> latest = new ArrayList<>(1);

    LastCell(Retention retention, int nth) {
        this.idle = retention instanceof Retention.UntilIdle(var after) ? after : null;
        this.nth = nth;
    }

    @Override
    public void apply(Event event, Place place, @Nullable Object value) {
        if (value == null) {
            return;
        }
        int at = 0;
        while (at < latest.size() && !place.isAfter(latest.get(at).place)) {
            at++;
        }
        if (at < nth) {
            latest.add(at, new Brought(place, value));
        }
        if (latest.size() > nth) {
            latest.removeLast();
        }
    }

    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        return value == null || latest.stream().noneMatch(brought -> brought.place.equals(place));
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        FeatureSource.put(vector, column, type, value(at));
    }

    @Nullable Object value(AsOf at) {
        boolean known = latest.size() == nth && !isForgotten(latest.getLast(), at);
        return known ? latest.getLast().value : null;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(latest.size());
        for (Brought brought : latest) {
            out.writeInstant(brought.place.eventTime());
            out.writeText(brought.place.eventId());
            out.writeValue(brought.value);
        }
    }

    @Override
    public void read(StateReader in) {
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            Place place = new Place(in.readInstant(), in.readText());
            Object value = in.readValue();
            if (value == null) {
                throw new IllegalArgumentException("A last value that is none");
            }
            latest.add(new Brought(place, value));
        }
    }

    private boolean isForgotten(Brought brought, AsOf at) {
        return idle != null
                && at.millis() - brought.place.eventTime().toEpochMilli() > idle.toMillis();
    }

    private record Brought(Place place, Object value) {}
}
