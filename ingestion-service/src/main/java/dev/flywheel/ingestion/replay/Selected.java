package dev.flywheel.ingestion.replay;

import dev.flywheel.ingestion.quarantine.QuarantineSearch.Found;
import dev.flywheel.ingestion.quarantine.ReplayMarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The inputs that a replay takes: of each id the last one that was refused, unless it was replayed
/// since.
final class Selected {

    /// Inputs of one replay.
    private static final int MOST = 10_000;

    private static final int ASKED_AT_ONCE = 500;

    private final String pipeline;
    private final ReplayMarks marks;
    private final Set<String> missing;
    private final List<Found> undecided = new ArrayList<>();
    private final Map<String, Found> places = new LinkedHashMap<>();
    private long alreadyReplayed;
    private boolean more;

    Selected(String pipeline, ReplayMarks marks, Set<String> wanted) {
        this.pipeline = pipeline;
        this.marks = marks;
        this.missing = new LinkedHashSet<>(wanted);
    }

    void add(Found found) {
        missing.remove(found.input().eventId());
        undecided.add(found.place());
        if (undecided.size() >= ASKED_AT_ONCE) {
            decide();
        }
    }

    void decide() {
        Map<String, Instant> replayed =
                marks.of(
                        pipeline,
                        undecided.stream().map(found -> found.input().eventId()).toList());
        for (Found found : undecided) {
            String id = found.input().eventId();
            if (ReplayMarks.covers(replayed.get(id), found.input())) {
                alreadyReplayed++;
            } else if (places.size() < MOST || places.containsKey(id)) {
                places.put(id, found);
            } else {
                more = true;
            }
        }
        undecided.clear();
    }

    Collection<Found> places() {
        return places.values();
    }

    long alreadyReplayed() {
        return alreadyReplayed;
    }

    List<String> missing() {
        return List.copyOf(missing);
    }

    boolean isMore() {
        return more;
    }
}
