package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The value of the event with the greatest place, or the second greatest and so on, if it has not
/// aged out.
final class LastCell implements Cell {

    private static final long NEVER = Long.MAX_VALUE;

    /// In milliseconds.
    private final long idle;

    /// The greatest places and their values, the greatest first; as many as may be asked for.
    private final @Nullable Brought[] latest;

    private int size;

    LastCell(Retention retention, int nth) {
        this.idle =
                retention instanceof Retention.UntilIdle(Duration after) ? after.toMillis() : NEVER;
        this.latest = new @Nullable Brought[nth];
    }

    @Override
    public void apply(Place place, AsOf at, @Nullable Object value) {
        if (value == null) {
            return;
        }
        int rank = 0;
        while (rank < size && !place.isAfter(brought(rank).place)) {
            rank++;
        }
        if (rank < latest.length) {
            System.arraycopy(latest, rank, latest, rank + 1, latest.length - rank - 1);
            latest[rank] = new Brought(place, value);
            size = Math.min(size + 1, latest.length);
        }
    }

    @Override
    public boolean takeBack(Place place, @Nullable Object value) {
        return value == null
                || Arrays.stream(latest)
                        .limit(size)
                        .noneMatch(one -> Objects.requireNonNull(one).place.equals(place));
    }

    @Override
    public void fill(FeatureVector vector, int column, FeatureType type, AsOf at) {
        FeatureSource.put(vector, column, type, value(at));
    }

    @Nullable Object value(AsOf at) {
        Brought last = latest[latest.length - 1];
        return last == null || at.millis() - last.at > idle ? null : last.value;
    }

    @Override
    public void write(StateWriter out) {
        out.writeLong(size);
        for (int i = 0; i < size; i++) {
            Brought brought = brought(i);
            out.writeInstant(brought.place.eventTime());
            out.writeText(brought.place.eventId());
            out.writeValue(brought.value);
        }
    }

    @Override
    public void read(StateReader in) {
        size = in.readSize();
        if (size > latest.length) {
            throw new IllegalArgumentException("%d last values".formatted(size));
        }
        for (int i = 0; i < size; i++) {
            Place place = new Place(in.readInstant(), in.readText());
            Object value = in.readValue();
            if (value == null) {
                throw new IllegalArgumentException("A last value that is none");
            }
            latest[i] = new Brought(place, value);
        }
    }

    private Brought brought(int rank) {
        return Objects.requireNonNull(latest[rank]);
    }

    private static final class Brought {

        private final Place place;
        private final Object value;
        private final long at;

        Brought(Place place, Object value) {
            this.place = place;
            this.value = value;
            this.at = place.eventTime().toEpochMilli();
        }
    }
}
