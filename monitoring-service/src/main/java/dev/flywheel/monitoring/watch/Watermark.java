package dev.flywheel.monitoring.watch;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How far event time has got in a partitioned topic, such that reading it again, in whatever
/// interleaving of its partitions, closes the same windows over the same records.
///
/// A partition that has been read to its end holds nothing back; one that hasn't allows only what
/// it has itself reached. So a catch-up is as slow as its slowest partition, and a partition
/// without traffic stops nobody. Not safe for use by several threads.
public final class Watermark {

    private final Map<Integer, Instant> greatest = new HashMap<>();
    private final Set<Integer> behind = new HashSet<>();

    public void observe(int partition, Instant eventTime) {
        greatest.merge(partition, eventTime, (before, now) -> now.isAfter(before) ? now : before);
    }

    /// Says whether a partition has been read to its end.
    public void caughtUp(int partition, boolean atEnd) {
        if (atEnd) {
            behind.remove(partition);
        } else {
            behind.add(partition);
        }
    }

    /// Whether every partition has been read to its end.
    public boolean isCaughtUp() {
        return behind.isEmpty();
    }

    /// The greatest event time of a partition, if it had any.
    public Optional<Instant> of(int partition) {
        return Optional.ofNullable(greatest.get(partition));
    }

    /// The event time that has been reached; empty if none has.
    public Optional<Instant> reached() {
        Optional<Instant> most = greatest.values().stream().max(Comparator.naturalOrder());
        for (int partition : behind) {
            Optional<Instant> own = of(partition);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            most = most.filter(own.get()::isAfter).isPresent() ? most : own;
        }
        return most;
    }
}
