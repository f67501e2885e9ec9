package dev.flywheel.cli.demo;

import dev.flywheel.cli.clicks.Catalogue;
import dev.flywheel.cli.clicks.Click;
import dev.flywheel.cli.clicks.ClicksFile;
import dev.flywheel.cli.clicks.Session;
import dev.flywheel.cli.clicks.SessionSample;
import dev.flywheel.cli.loop.FileImport;
import dev.flywheel.cli.loop.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The clothing shop: its clicks, items and shoppers, as the pipeline names them.
public final class Shop {

    public static final String PIPELINE = "click-recommendation";

    /// Before the first click, so that every item is known when it is clicked.
    public static final Instant OPENED = Instant.parse("2008-01-01T00:00:00Z");

    public static final LocalDate JULY = LocalDate.of(2008, Month.JULY, 1);
    public static final LocalDate AUGUST = LocalDate.of(2008, Month.AUGUST, 1);

    private static final Map<String, String> CATEGORIES =
            Map.of("1", "trousers", "2", "skirts", "3", "blouses", "4", "sale");
    private static final Map<String, String> PHOTOGRAPHY = Map.of("1", "en face", "2", "profile");

    private final Path zip;
    private final List<Click> clicks;
    private final Catalogue catalogue;

    private Shop(Path zip, List<Click> clicks) {
        this.zip = zip;
        this.clicks = clicks;
        this.catalogue = Catalogue.of(clicks);
    }

    /// Reads the clicks that lie beside the pipeline files.
    public static Shop open(Path pipelines) throws IOException {
        Path zip = pipelines.resolve("data/clothing-shop-clicks/clicks-2008.zip");
        return new Shop(zip, ClicksFile.read(zip));
    }

    public Path zip() {
        return zip;
    }

    public FileImport toImport() {
        return new FileImport(zip, "clicks");
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public List<Click> clicks() {
        return clicks;
    }

    public long count(Predicate<Click> which) {
        return clicks.stream().filter(which).count();
    }

    public List<Session> sessions(Predicate<Click> which) {
        return Session.of(clicks, which);
    }

    /// Clicks from one day to before another, of a sample of the sessions.
    public static Predicate<Click> between(LocalDate from, LocalDate to, SessionSample sample) {
        return click ->
                !click.date().isBefore(from) && click.date().isBefore(to) && sample.has(click);
    }

    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /// Versions of all items, as bulk loading takes them.
    public List<Map<String, Object>> itemVersions() {
        return catalogue.items().stream()
                .map(item -> itemVersion(item, catalogue.price(item), OPENED))
                .toList();
    }

    /// A version of an item that differs from its first in the price.
    Map<String, Object> itemVersion(String item, double price, Instant validFrom) {
        Click click = catalogue.click(item);
        return Loop.body(
                "key",
                item,
                "valid_from",
                validFrom.toString(),
                "attributes",
                Loop.body(
                        "category",
                        CATEGORIES.getOrDefault(click.category(), click.category()),
                        "colour",
                        click.colour(),
                        "price",
                        price,
                        "page",
                        Integer.toString(click.page()),
                        "location",
                        click.location(),
                        "photography",
                        PHOTOGRAPHY.getOrDefault(click.photography(), click.photography())));
    }

    /// Versions of the shoppers of some clicks: the country is all that is known of them.
    public List<Map<String, Object>> userVersions(Predicate<Click> which) {
        Set<String> seen = new HashSet<>();
        List<Map<String, Object>> versions = new ArrayList<>();
        for (Click click : clicks) {
            if (which.test(click) && seen.add(click.session())) {
                versions.add(userVersion(click.session(), click));
            }
        }
        return versions;
    }

    static Map<String, Object> userVersion(String user, Click click) {
        return Loop.body(
                "key",
                user,
                "valid_from",
                OPENED.toString(),
                "attributes",
                Loop.body("country", click.country()));
    }
}
