package dev.flywheel.cli.demo;

import dev.flywheel.cli.clicks.Catalogue;
import dev.flywheel.cli.clicks.Click;
import dev.flywheel.cli.clicks.Session;
import dev.flywheel.contracts.StableHash;
import java.time.Duration;
import java.util.List;

/// Makes visits of sessions: as they were, or as they might have been in a sale.
final class Visits {

    private Visits() {}

    /// As they were; the event ids are those that an import of the file would give.
    static List<Visit> natural(List<Session> sessions, EventIds ids) {
        return sessions.stream()
                .map(session ->
                        new Visit(
                                session.id(),
                                session.clicks().stream().map(click -> step(click, ids)).toList()))
                .toList();
    }

    private static Visit.Step step(Click click, EventIds ids) {
        return new Visit.Step(ids.of(click), click.eventTime(), click.item(), click.order());
    }

    /// Synthetic: the sessions come later, as other shoppers, and most of their clicks go to the
    /// items of one category instead.
    static List<Visit> inSale(List<Session> sessions, Sale sale, Catalogue catalogue) {
        List<String> items = catalogue.itemsOf(sale.category());
        return sessions.stream()
                .map(session ->
                        new Visit(
                                Sale.user(session.id()),
                                session.clicks().stream()
                                        .map(click -> step(click, sale, items))
                                        .toList()))
                .toList();
    }

    private static Visit.Step step(Click click, Sale sale, List<String> items) {
        String id = "sale-%s-%d".formatted(click.session(), click.order());
        boolean drawn = StableHash.share("drawn", id) < sale.pull();
        String item =
                drawn
                        ? items.get((int) (StableHash.share("item", id) * items.size()))
                        : click.item();
        return new Visit.Step(
                id, click.eventTime().plus(Duration.ofDays(sale.daysLater())), item, click.order());
    }
}
