package dev.flywheel.feature.row;

import dev.flywheel.feature.archive.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Up to where the archive is complete, as far as one can know.
///
/// It is the largest event time that was archived a quiet period ago, less the pipeline's lateness:
/// a history that is replayed a thousand times faster than it happened is then as orderly as live
/// events. When nothing arrives for a quiet period, it closes up to the largest event time.
final class Watermark {

    private final Duration lateness;
    private final Duration quietPeriod;
    private final Deque<Sample> samples = new ArrayDeque<>();

    Watermark(Duration lateness, Duration quietPeriod) {
        this.lateness = lateness;
        this.quietPeriod = quietPeriod;
    }

    /// The watermark now; an event at it is complete. Empty while there is none, and the largest
    /// event time itself once nothing arrives.
    Optional<Instant> observe(Archive.Head head, Instant now) {
        Instant last = head.lastEventTime();
        if (last == null) {
            return Optional.empty();
        }
        if (samples.isEmpty() || !samples.getLast().lastEventTime.equals(last)) {
            samples.addLast(new Sample(now, last));
        }
        Instant settled = now.minus(quietPeriod);
        Optional<Instant> open = forgetUntil(settled).map(time -> time.minus(lateness));
        Instant changedAt = head.changedAt();
        boolean quiet = changedAt != null && !changedAt.isAfter(settled);
        return quiet ? Optional.of(last) : open;
    }

    /// The largest event time that was known at that instant; what was known before is forgotten.
    private Optional<Instant> forgetUntil(Instant settled) {
        @Nullable Instant known = null;
        while (!samples.isEmpty() && !samples.getFirst().seenAt.isAfter(settled)) {
            known = samples.removeFirst().lastEventTime;
        }
        if (known != null) {
            samples.addFirst(new Sample(settled, known));
        }
        return Optional.ofNullable(known);
    }

    private record Sample(Instant seenAt, Instant lastEventTime) {}
}
