package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.PipelineFixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random events and reference data of the small shop, within forty days.
final class Histories {

    static final List<String> USERS = List.of("U1", "U2");
    static final List<String> ITEMS = List.of("A|1", "B", "C\\");

    private static final long SECONDS = 40L * 24 * 3600;

    private Histories() {}

    static Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.of(USERS),
                        Arbitraries.of(ITEMS),
                        seconds(),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.doubles().between(0.01, 1e6))
                .as(Draft::new)
                .list()
                .ofMaxSize(60)
                .map(drafts -> {
                    List<Event> events = new ArrayList<>();
                    drafts.forEach(draft -> events.add(draft.event(events.size())));
                    return events;
                });
    }

    static Arbitrary<List<EntityVersion>> versions() {
        return Combinators.combine(
                        Arbitraries.of(ITEMS),
                        seconds(),
                        Arbitraries.of("red", "blue"),
                        Arbitraries.doubles().between(0.01, 1e6))
                .as((item, seconds, colour, price) ->
                        PipelineFixtures.anItem(
                                item, PipelineFixtures.START.plusSeconds(seconds), colour, price))
                .list()
                .uniqueElements(version -> version.topicKey() + version.validFrom())
                .ofMaxSize(8);
    }

    /// Anywhere, close together, or on the edges of days.
    private static Arbitrary<Long> seconds() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, SECONDS),
                Arbitraries.longs().between(0, 4 * 3600),
                Arbitraries.longs().between(0, 40).map(day -> day * 24 * 3600));
    }

    static List<Event> inPlaceOrder(List<Event> events) {
        return events.stream().sorted(Comparator.comparing(Event::place)).toList();
    }

    /// Gives a version before the events at or after the instant from which it is valid.
    static void inPlaceOrder(
            List<Event> events,
            List<EntityVersion> versions,
            Consumer<Event> onEvent,
            Consumer<EntityVersion> onVersion) {
        List<EntityVersion> waiting =
                new ArrayList<>(
                        versions.stream()
                                .sorted(Comparator.comparing(EntityVersion::validFrom))
                                .toList());
        for (Event event : inPlaceOrder(events)) {
            while (!waiting.isEmpty()
                    && !waiting.getFirst().validFrom().isAfter(event.eventTime())) {
                onVersion.accept(waiting.removeFirst());
            }
            onEvent.accept(event);
        }
        waiting.forEach(onVersion);
    }

    private record Draft(String user, String item, long seconds, int kind, double number) {

        Event event(int index) {
            Instant at = PipelineFixtures.START.plusSeconds(seconds);
            String id = "e" + index;
            return kind == 0
                    ? PipelineFixtures.aView(id, user, at, number)
                    : PipelineFixtures.aClick(id, user, item, at, kind);
        }
    }
}
