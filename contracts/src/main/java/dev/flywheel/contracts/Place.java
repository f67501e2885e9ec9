package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Comparator;

/// Where an event stands in its pipeline's total order: by event time, then by event id.
public record Place(Instant eventTime, String eventId) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::eventTime).thenComparing(Place::eventId);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Place other) {
        return compareTo(other) > 0;
    }
}
