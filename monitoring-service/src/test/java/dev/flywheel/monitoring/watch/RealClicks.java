package dev.flywheel.monitoring.watch;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.contracts.PredictionServed;
import dev.flywheel.contracts.PredictionServed.Scored;
import dev.flywheel.contracts.PredictionServed.StateMark;
import dev.flywheel.monitoring.window.Groups;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
import dev.flywheel.pipeline.fold.ChoiceRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipInputStream;

/// A quarter of the real shop's sessions, folded in order; before each click a rank is served, of
/// which the log keeps eight candidates.
final class RealClicks {

    private static final Path ZIP =
            Path.of("../pipelines/data/clothing-shop-clicks/clicks-2008.zip");
    private static final Instant BEGINNING = Instant.parse("2008-03-01T00:00:00Z");

    private final Pipeline pipeline;
    private final List<Click> clicks = new ArrayList<>();
    private final TreeMap<String, Map<String, Object>> items = new TreeMap<>();
    private final Map<String, Map<String, Object>> users = new HashMap<>();

    RealClicks(Pipeline pipeline) throws IOException {
        this.pipeline = pipeline;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
            zip.getNextEntry();
            new BufferedReader(new InputStreamReader(zip, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> line.split(";", -1))
                    .forEach(this::read);
        }
        clicks.sort(Comparator.comparing(Click::at).thenComparing(Click::id));
    }

    /// Serves all clicks.
    ///
    /// @param sale from when on blouses cost a third and draw most clicks; far away for never
    void serve(Instant sale, Consumer<PredictionServed> log) {
        ChoiceRows rows = new ChoiceRows(pipeline);
        Random random = new Random(8);
        users.forEach((user, attributes) ->
                rows.apply(new EntityVersion("user", user, BEGINNING, attributes)));
        items.forEach((item, attributes) ->
                rows.apply(new EntityVersion("item", item, BEGINNING, attributes)));
        List<String> blouses =
                items.keySet().stream().filter(item -> item.startsWith("C")).toList();
        boolean begun = false;
        for (Click click : clicks) {
            boolean onSale = !click.at().isBefore(sale);
            if (onSale && !begun) {
                begun = true;
                blouses.forEach(item -> rows.apply(discounted(item, click.at())));
            }
            String item =
                    onSale && random.nextDouble() < 0.85
                            ? blouses.get(random.nextInt(blouses.size()))
                            : click.item();
            Event event =
                    new Event(
                            click.id(),
                            "click",
                            click.at(),
                            null,
                            Map.of(
                                    "user_id",
                                    click.user(),
                                    "item_id",
                                    item,
                                    "order",
                                    click.order()));
            log.accept(prediction(rows, event, random));
            rows.apply(event);
        }
    }

    private PredictionServed prediction(ChoiceRows rows, Event event, Random random) {
        List<String> catalogue = List.copyOf(items.keySet());
        String user = String.valueOf(event.text("user_id"));
        List<Scored> candidates = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String item = catalogue.get(random.nextInt(catalogue.size()));
            candidates.add(
                    new Scored(
                            Map.of("user_id", user, "item_id", item),
                            rows.fold()
                                    .vector(
                                            Map.of("user", user, "item", item),
                                            Map.of(),
                                            event.eventTime())
                                    .asMap(),
                            0.5));
        }
        Map<String, StateMark> states =
                isKnown(rows, user)
                        ? Map.of("user:" + user, new StateMark(new Place(event.eventTime(), ""), 1))
                        : Map.of();
        return new PredictionServed(
                event.eventId(),
                null,
                PredictionServed.Kind.RANK,
                pipeline.name(),
                pipeline.name(),
                1,
                "champion",
                pipeline.featureSet().id(),
                event.eventTime(),
                event.eventTime(),
                1000,
                Map.of("user_id", user),
                candidates,
                catalogue,
                states,
                List.of());
    }

    private boolean isKnown(ChoiceRows rows, String user) {
        Group users = Objects.requireNonNull(pipeline.featureSet().groupOf("user"));
        GroupState state = rows.fold().find(StateKey.of(users, user));
        return state != null && state.count() > 0;
    }

    private EntityVersion discounted(String item, Instant from) {
        Map<String, Object> attributes = new LinkedHashMap<>(items.get(item));
        attributes.computeIfPresent("price", (_, price) -> ((Number) price).doubleValue() * 0.3);
        return new EntityVersion("item", item, from, attributes);
    }

    private void read(String[] row) {
        String session = row[5];
        // Another hash than that of the groups, so that the sample fills all of them.
        if (Groups.of("sample " + session) % 4 != 0) {
            return;
        }
        Instant day =
                LocalDate.of(
                                Integer.parseInt(row[0]),
                                Integer.parseInt(row[1]),
                                Integer.parseInt(row[2]))
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC);
        long order = Long.parseLong(row[3]);
        long begin = Integer.toUnsignedLong(("begin " + session).hashCode()) % 79_200;
        clicks.add(
                new Click(
                        session + "-" + order + "-" + clicks.size(),
                        session,
                        row[7],
                        order,
                        day.plusSeconds(begin + 20 * (order - 1))));
        users.put(session, Map.of("country", row[4]));
        items.put(
                row[7],
                Map.of(
                        "category",
                        row[6],
                        "colour",
                        row[8],
                        "location",
                        row[9],
                        "photography",
                        row[10],
                        "price",
                        Double.parseDouble(row[11]),
                        "page",
                        row[13]));
    }

    private record Click(String id, String user, String item, long order, Instant at) {}
}
