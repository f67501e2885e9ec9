package dev.flywheel.pipeline;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import java.time.Instant;
import java.util.Map;

/// A small shop with every operator, and its events.
public final class PipelineFixtures {

    public static final Instant START = Instant.parse("2008-04-01T00:00:00Z");

    /// The operators that most pipelines need.
    public static final String YAML =
            """
            name: shop
            description: A shop.
            entities:
              user: { key: user_id, attributes: { country: category } }
              item: { key: item_id, attributes: { colour: category, price: number } }
            events:
              click: { entities: [user, item], fields: { order: integer, device: category } }
              view: { entities: [user], fields: { seconds: number, late: boolean } }
            features:
              user_clicks: { count: click, by: user }
              user_clicks_7d: { count: click, by: user, window: 7d }
              user_clicks_idle: { count: click, by: user, ttl: 3d }
              user_views: { count: view, by: user }
              user_mean_price: { mean: item.price, on: click, by: user }
              user_mean_price_7d: { mean: item.price, on: click, by: user, window: 7d }
              user_mean_price_idle: { mean: item.price, on: click, by: user, ttl: 3d }
              user_mean_seconds: { mean: view.seconds, by: user }
              user_last_item: { last: click.item_id, by: user }
              user_last_item_idle: { last: click.item_id, by: user, ttl: 3d }
              user_last_order: { last: click.order, by: user }
              user_last_colour: { last: item.colour, on: click, by: user }
              user_last_price: { last: item.price, on: click, by: user }
              user_last_late: { last: view.late, by: user }
              user_country: { attribute: user.country }
              item_clicks: { count: click, by: item }
              item_clicks_1h: { count: click, by: item, window: 1h }
              pair_clicks: { count: click, by: [user, item] }
              pair_clicks_30d: { count: click, by: [user, item], ttl: 30d }
              pair_last_device: { last: click.device, by: [user, item] }
              item_id: { key: item }
              item_price: { attribute: item.price }
              item_colour: { attribute: item.colour }
              order: { field: click.order }
            label:
              positive: click
              negatives: { sample: 2, from: item }
            expectations:
              events:
                - { field: order, between: [1, 100] }
                - { field: device, in: [phone, desktop] }
                - { field: seconds, required: true }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            evaluation: { known: user }
            select_by: ndcg@10
            """;

    /// What the operators can do besides.
    private static final String MORE_FEATURES =
            """
              user_sum_seconds: { sum: view.seconds, by: user }
              user_sum_price_7d: { sum: item.price, on: click, by: user, window: 7d }
              user_min_price: { min: item.price, on: click, by: user }
              user_max_price_7d: { max: item.price, on: click, by: user, window: 7d }
              user_max_order_idle: { max: click.order, by: user, ttl: 3d }
              user_sd_seconds: { stddev: view.seconds, by: user }
              user_sd_price_7d: { stddev: item.price, on: click, by: user, window: 7d }
              user_items: { distinct: click.item_id, by: user }
              user_colours_7d: { distinct: item.colour, on: click, by: user, window: 7d }
              user_clicks_fading: { count: click, by: user, half_life: 2d }
              user_sum_price_fading: { sum: item.price, on: click, by: user, half_life: 2d }
              user_mean_seconds_fading: { mean: view.seconds, by: user, half_life: 2d }
              user_clicks_delayed: { count: click, by: user, window: 7d, delay: 2d }
              user_mean_price_delayed: { mean: item.price, on: click, by: user, window: 1h, delay: 7d }
              user_views_per_click: { rate: view, over: click, by: user, prior: 0.5, weight: 2 }
              user_long_views_7d: { rate: view, where: seconds > 100, over: view, by: user, window: 7d }
              user_late_views: { count: view, where: late, by: user }
              user_third_last_item: { last: click.item_id, by: user, nth: 3 }
              user_last_high_order: { last: click.item_id, where: order > 1, by: user }
              user_since_view: { since_last: view, by: user }
              item_since_click: { since_last: click, where: order > 1, by: item }
              hour: { event_time: hour_of_day, zone: Europe/Paris }
              weekday: { event_time: day_of_week }
              price_gap: { derive: "item_price - user_mean_price" }
              price_share: { derive: "coalesce(item_price, 0) / (user_sum_price_7d + 1)" }
              same_colour: { derive: "item_colour == user_last_colour" }
              followed: { count: click, by: [user_last_item, item] }
              followed_7d: { count: click, by: [user_last_item_idle, item], window: 7d }
              followed_later: { count: click, where: order > 1, by: [user_third_last_item, item] }
              followed_fading: { count: click, by: [user_last_item, item], half_life: 2d }
              followed_share: { rate: click, over: click, by: [user_last_item, item], over_by: user_last_item }
              followed_colour_share: { rate: click, over: click, by: [user_last_colour, item_colour], over_by: item_colour, prior: 0.1, weight: 2 }
              viewed_after: { count: view, by: user_last_item }
              user_colour_clicks: { count: click, by: [user, item_colour] }
              colour_mean_price: { mean: item.price, on: click, by: item_colour, ttl: 3d }
              device: { field: click.device }
              user_last_on_device: { last: click.item_id, by: [user, device] }
              item_tone: { attribute: item.colour, normalize: { lower: true, map: { red: warm } } }
            """;

    private PipelineFixtures() {}

    public static Pipeline aPipeline() {
        return PipelineReader.read(YAML, "shop.yaml");
    }

    /// The shop with every operator and every option.
    public static Pipeline aPipelineWithAllOperators() {
        String yaml = YAML.replace("label:\n", MORE_FEATURES + "label:\n");
        return PipelineReader.read(yaml, "shop.yaml");
    }

    public static Event aClick(String id, String user, String item, Instant at, long order) {
        return new Event(
                id,
                "click",
                at,
                null,
                Map.of("user_id", user, "item_id", item, "order", order, "device", "phone"));
    }

    public static Event aView(String id, String user, Instant at, double seconds) {
        return new Event(
                id,
                "view",
                at,
                null,
                Map.of("user_id", user, "seconds", seconds, "late", seconds > 100));
    }

    public static EntityVersion anItem(String key, Instant from, String colour, double price) {
        return new EntityVersion("item", key, from, Map.of("colour", colour, "price", price));
    }
}
