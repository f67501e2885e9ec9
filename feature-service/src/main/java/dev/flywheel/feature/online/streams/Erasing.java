package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.erased.ErasedKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the topology of one pipeline has to know of erasures: which keys it must not take in any
/// more, and which states it has to forget. Safe for use by several threads.
///
/// Removals that were taken are lost when their transaction is; who asked for them looks again
/// whether the states are gone.
final class Erasing {

    /// How often removals are taken.
    static final Duration EVERY = Duration.ofMillis(200);

    private static final int AT_ONCE = 1_000;

    private final Supplier<ErasedKeys> erased;
    private final Queue<String> removals = new ConcurrentLinkedQueue<>();

    Erasing(Supplier<ErasedKeys> erased) {
        this.erased = erased;
    }

    ErasedKeys erased() {
        return erased.get();
    }

    /// Whether it names a key that was erased.
    boolean covers(Reading reading) {
        Event event = reading.eventOrNull();
        if (event != null) {
            return erased().cover(event);
        }
        return reading instanceof Reading.OfEntityVersion(var version) && erased().cover(version);
    }

    void remove(Collection<String> stateKeys) {
        removals.addAll(stateKeys);
    }

    List<String> takeRemovals() {
        List<String> taken = new ArrayList<>();
        @Nullable String next = removals.poll();
        while (next != null) {
            taken.add(next);
            next = taken.size() < AT_ONCE ? removals.poll() : null;
        }
        return taken;
    }
}
