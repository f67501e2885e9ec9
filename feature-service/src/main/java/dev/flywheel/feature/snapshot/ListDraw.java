package dev.flywheel.feature.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.artifact.Digest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/// Draws a number of events uniformly, by hash: which ones does not depend on the order in which
/// they are offered.
final class ListDraw {

    private final long seed;
    private final int wanted;
    private final PriorityQueue<Ticket> lowest =
            new PriorityQueue<>(Comparator.comparing(Ticket::hash).reversed());

    ListDraw(long seed, int wanted) {
        this.seed = seed;
        this.wanted = wanted;
    }

    void offer(String eventId) {
        if (wanted == 0) {
            return;
        }
        lowest.add(new Ticket(Digest.of((seed + ":" + eventId).getBytes(UTF_8)).hex(), eventId));
        if (lowest.size() > wanted) {
            lowest.remove();
        }
    }

    Set<String> drawn() {
        Set<String> eventIds = HashSet.newHashSet(lowest.size());
        lowest.forEach(ticket -> eventIds.add(ticket.eventId));
        return eventIds;
    }

    private record Ticket(String hash, String eventId) {}
}
