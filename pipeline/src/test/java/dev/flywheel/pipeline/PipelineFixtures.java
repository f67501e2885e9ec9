package dev.flywheel.pipeline;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import java.time.Instant;
import java.util.Map;

/// A small shop with every operator, and its events.
public final class PipelineFixtures {

    public static final Instant START = Instant.parse("2008-04-01T00:00:00Z");

    /// Every operator, with every way to remember.
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
                - { field: seconds, not_null: true }
            training:
              candidates:
                - { logistic-regression: { epochs: 5 } }
            evaluation: { known: user }
            select_by: ndcg@10
            """;

    private PipelineFixtures() {}

    public static Pipeline aPipeline() {
        return PipelineReader.read(YAML, "shop.yaml");
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
