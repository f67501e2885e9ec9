package dev.flywheel.feature.archive;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// A reading of the archive in place order. An entity version comes before the events that happen
/// at the instant from which it is valid.
public final class Replay implements Iterator<Replay.Step> {

    private final Pages<Step.OfEvent> events;
    private final Pages<Step.OfEntityVersion> versions;

    Replay(Pages<Step.OfEvent> events, Pages<Step.OfEntityVersion> versions) {
        this.events = events;
        this.versions = versions;
    }

    /// One thing that was archived.
    public sealed interface Step {

        /// An event, and the position at which it was archived.
        record OfEvent(Event event, long position) implements Step {}

        /// Reference data, and the position at which it was archived.
        record OfEntityVersion(EntityVersion version, long position) implements Step {}
    }

    @Override
    public boolean hasNext() {
        return events.hasNext() || versions.hasNext();
    }

    @Override
    public Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The span ends here");
        }
        if (!versions.hasNext()) {
            return events.next();
        }
        if (!events.hasNext() || !versionComesLater()) {
            return versions.next();
        }
        return events.next();
    }

    private boolean versionComesLater() {
        return versions.peek().version().validFrom().isAfter(events.peek().event().eventTime());
    }
}
