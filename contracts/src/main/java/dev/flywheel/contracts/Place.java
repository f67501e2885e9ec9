package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Comparator;

/// Where an event stands in its pipeline's total order: by event time, then by event id.
///
/// Ids are compared by code point, as PostgreSQL's collation "C" and DuckDB compare them;
/// `String.compareTo` puts characters beyond the basic plane elsewhere.
public record Place(Instant eventTime, String eventId) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::eventTime)
                    .thenComparing(Place::eventId, Place::byCodePoint);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Place other) {
        return compareTo(other) > 0;
    }

    private static int byCodePoint(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean beyond = Character.isSurrogate(a);
                if (beyond != Character.isSurrogate(b)) {
                    return beyond ? 1 : -1;
                }
                return Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
