package dev.flywheel.cli.demo;

import static dev.flywheel.cli.demo.StepFailedException.require;

import dev.flywheel.cli.clicks.Click;
import dev.flywheel.cli.loop.ArchiveState;
import dev.flywheel.cli.loop.FileImport;
import dev.flywheel.cli.loop.ImportState;
import dev.flywheel.cli.loop.Loop;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/// Items and the clicks of April to June, imported twice and there once.
final class HistoryStep implements DemoStep {

    @Override
    public String title() {
        return "History: the shop's items, and its clicks of April to June";
    }

    @Override
    public void run(DemoContext demo) throws IOException {
        Shop shop = demo.shop();
        Loop loop = demo.loop();
        Predicate<Click> sampled = demo.history()::has;
        loop.putEntities("item", shop.itemVersions());
        loop.putEntities("user", shop.userVersions(sampled));
        demo.terminal()
                .line(
                        "  %d items with category, colour and price; the country of each shopper",
                        shop.catalogue().items().size());
        long expected = shop.count(sampled.and(click -> click.date().isBefore(Shop.JULY)));
        FileImport file = shop.toImport();
        file.offer(demo.cli().settings().home().imports());
        Map<String, Object> request =
                file.request(
                        Loop.body(
                                "to",
                                Shop.startOf(Shop.JULY).toString(),
                                "sample",
                                Map.of("by", "session ID", "share", demo.history().share())));
        ImportState first = loop.importFile(request, shop.clicks().size());
        require(
                first.accepted() == expected && first.quarantined() == 0,
                "The file holds %d such clicks, and %s",
                expected,
                first);
        ArchiveState archive = loop.awaitArchive(expected);
        requireExactly(archive, expected);
        demo.terminal()
                .line(
                        "  %,d clicks in the file = %,d accepted = %,d archived = %,d in the online state"
                                + " = %,d prepared rows",
                        expected,
                        first.accepted(),
                        archive.events(),
                        archive.applied(),
                        archive.rowsPrepared());
        ImportState second = loop.importFile(request, shop.clicks().size());
        loop.settle();
        ArchiveState after = loop.awaitArchive(expected);
        requireExactly(after, expected);
        demo.terminal()
                .line(
                        "  the same file again: %,d rows sent, still %,d archived: none twice",
                        second.accepted(), after.events());
        demo.facts().imported = expected;
        demo.facts().events = expected;
    }

    static void requireExactly(ArchiveState state, long expected) {
        require(
                state.hasExactly(expected),
                "Expected %d events archived, in the online state and as rows, and there are %d, %d"
                        + " and %d",
                expected,
                state.events(),
                state.applied(),
                state.rowsPrepared());
    }
}
