package dev.flywheel.feature;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.fold.Fold;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// A small shop, as valid as the real one.
public final class FeatureFixtures {

    public static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

    private static final String YAML =
            """
            name: %s
            description: How likely a shopper is to click an item next.
            entities:
              user: { key: user_id, attributes: { country: category } }
              item: { key: item_id, attributes: { category: category, price: number } }
            events:
              click: { entities: [user, item], fields: { order: integer } }
              view: { entities: [user, item], fields: { seconds: number } }
            features:
              user_clicks: { count: click, by: user }
              user_last_item: { last: click.item_id, by: user }
              user_mean_price: { mean: item.price, on: click, by: user }
              user_country: { attribute: user.country }
              item_clicks: { count: click, by: item }
              item_views_7d: { count: view, by: item, window: 7d }
              user_item_clicks: { count: click, by: [user, item] }
              item_id: { key: item }
              item_price: { attribute: item.price }
              item_category: { attribute: item.category }
              followed: { count: click, by: [user_last_item, item] }
              followed_share: { rate: click, over: click, by: [user_last_item, item], over_by: user_last_item }
              user_category_clicks: { count: click, by: [user, item_category] }
            accept: { past: 20y, future: 5m }
            lateness: 1m
            label:
              positive: click
              negatives: { sample: 3, from: item, weights: uniform }
              attribute: { by: [prediction_id], within: 30m }
            expectations:
              events:
                - { field: order, between: [1, 1000] }
            training:
              split: { by: time, train: 0.6, validation: 0.2, test: 0.2 }
              seed: 42
              candidates:
                - logistic-regression: { epochs: 1 }
            evaluation: { group: event, candidates: all, known: user }
            select_by: ndcg@10
            gate:
              require: [ { metric: auc, at_least: 0.5 } ]
              promote: automatic
            serving: { request: [user, item], score: recommendation_score }
            monitoring:
              window: { every: 1d, at_least: 10 }
            """;

    private FeatureFixtures() {}

    /// A pipeline of that name; ITs share a broker, so each uses a name of its own.
    public static Pipeline aPipeline(String name) {
        return PipelineReader.read(YAML.formatted(name), name + ".yaml");
    }

    public static String aPipelineFile(String name) {
        return YAML.formatted(name);
    }

    /// Settings for small tests, with these of snapshots.
    public static FeatureProperties properties(@Nullable Path workDir, int attempts) {
        return new FeatureProperties(
                "test",
                "",
                new FeatureProperties.Archive(1_000),
                new FeatureProperties.Rows(Duration.ZERO, Duration.ZERO),
                new FeatureProperties.Online(
                        1, Duration.ofMillis(200), DataSize.ofMegabytes(8), Duration.ofDays(7)),
                new FeatureProperties.Sets(Duration.ofMillis(100), 500, Duration.ZERO),
                new FeatureProperties.Snapshots(
                        workDir, DataSize.ofMegabytes(64), attempts, Duration.ofSeconds(1)));
    }

    public static Event aClick(String id, String user, String item, Instant at) {
        return new Event(id, "click", at, null, Map.of("user_id", user, "item_id", item));
    }

    public static EntityVersion anItem(String key, double price, Instant validFrom) {
        return new EntityVersion(
                "item", key, validFrom, Map.of("price", price, "category", "c" + key.length()));
    }

    /// Items with a price from the start, and with another one from a day later.
    public static List<EntityVersion> items(int count) {
        List<EntityVersion> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(anItem("I" + i, 10 + i, START.minusSeconds(60)));
            items.add(anItem("I" + i, 20 + i, START.plusSeconds(86_400)));
        }
        return items;
    }

    /// Events in place order over some days, one in four a view, some at the same instant.
    public static List<Event> events(int count, int users, int items, long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant at = START.plusSeconds(i / 3 * 60L);
            Map<String, Object> values =
                    Map.of(
                            "user_id", "U" + random.nextInt(users),
                            "item_id", "I" + random.nextInt(items));
            String type = random.nextInt(4) == 0 ? "view" : "click";
            events.add(new Event("e%06d".formatted(i), type, at, null, values));
        }
        return events;
    }

    /// The fold of everything, as the archive's replay would feed it.
    public static Fold fold(FeatureSet features, List<Event> events, List<EntityVersion> versions) {
        Fold fold = new Fold(features);
        Instant folded = Instant.MIN;
        for (Event event : events) {
            for (EntityVersion version : versions) {
                if (version.validFrom().isAfter(folded)
                        && !version.validFrom().isAfter(event.eventTime())) {
                    fold.apply(version);
                }
            }
            folded = event.eventTime();
            fold.apply(event);
        }
        return fold;
    }
}
