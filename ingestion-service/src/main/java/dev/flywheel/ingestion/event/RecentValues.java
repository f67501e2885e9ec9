package dev.flywheel.ingestion.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The values of events that arrived at this process in the latest span of the wall clock, each
/// with the event that first brought it. A restart forgets them, and so does a flood: the oldest of
/// more than [#MOST] go first.
///
/// Safe for several threads.
final class RecentValues {

    static final int MOST = 100_000;

    private final Duration within;
    private final Map<String, First> byValue = new LinkedHashMap<>();

    RecentValues(Duration within) {
        this.within = within;
    }

    /// Remembers who brought a value, unless somebody has.
    ///
    /// @return the other event that brought it; empty if none did, or the same event again
    synchronized Optional<String> remember(String value, String eventId, Instant now) {
        forgetBefore(now.minus(within));
        First first = byValue.putIfAbsent(value, new First(eventId, now));
        return first == null || first.eventId().equals(eventId)
                ? Optional.empty()
                : Optional.of(first.eventId());
    }

    private void forgetBefore(Instant earliest) {
        Iterator<First> oldest = byValue.values().iterator();
        while (oldest.hasNext()) {
            boolean old = oldest.next().at().isBefore(earliest);
            if (!old && byValue.size() < MOST) {
                return;
            }
            oldest.remove();
        }
    }

    private record First(String eventId, Instant at) {}
}
