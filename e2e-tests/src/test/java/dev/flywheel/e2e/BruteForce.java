package dev.flywheel.e2e;

import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/// Recomputes each feature of a click from the list of all clicks before it, the slow and obvious
/// way.
final class BruteForce {

    /// A window has 48 buckets, so an event may count for a 48th of it longer.
    private static final Duration WINDOW = Duration.ofDays(7);

    private static final Duration SLACK = WINDOW.dividedBy(48);

    private final Map<String, List<ShopClick>> byUser = new HashMap<>();
    private final Map<String, List<ShopClick>> byItem = new HashMap<>();
    private final Transitions transitions;

    BruteForce(List<ShopClick> clicks) {
        for (ShopClick click : clicks) {
            byUser.computeIfAbsent(click.user(), _ -> new java.util.ArrayList<>()).add(click);
            byItem.computeIfAbsent(click.item(), _ -> new java.util.ArrayList<>()).add(click);
        }
        transitions = new Transitions(clicks);
    }

    /// Checks a prepared row against what was known before its place.
    void check(ShopClick click, Map<String, Object> features) {
        List<ShopClick> users = before(byUser.get(click.user()), click);
        List<ShopClick> items = before(byItem.get(click.item()), click);
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(number(features, "user_clicks")).isEqualTo(users.size());
        softly.assertThat(number(features, "item_clicks")).isEqualTo(items.size());
        softly.assertThat(number(features, "user_item_clicks"))
                .isEqualTo(count(users, click.item()));
        softly.assertThat(number(features, "item_clicks_7d"))
                .isBetween(
                        since(items, click.at().minus(WINDOW)),
                        since(items, click.at().minus(WINDOW).minus(SLACK)));
        softly.assertThat(number(features, "item_clicks_fading"))
                .isCloseTo(fading(items, click, Duration.ofDays(3)), within(1e-9));
        softly.assertThat(number(features, "user_category_clicks"))
                .isEqualTo(
                        users.stream()
                                .filter(each ->
                                        each.about().category().equals(click.about().category()))
                                .count());
        checkAttributes(click, features, softly);
        checkPrices(click, users, features, softly);
        transitions.check(click, users, features, softly);
        if (users.isEmpty()) {
            softly.assertThat(features)
                    .doesNotContainKeys(
                            "user_last_item",
                            "user_last_category",
                            "user_last_colour",
                            "user_mean_price");
        } else {
            ShopClick last = users.getLast();
            softly.assertThat(features.get("user_last_item")).isEqualTo(last.item());
            softly.assertThat(features.get("user_last_category"))
                    .isEqualTo(last.about().category());
            softly.assertThat(features.get("user_last_colour")).isEqualTo(last.about().colour());
            softly.assertThat(number(features, "user_mean_price"))
                    .isCloseTo(
                            users.stream()
                                    .mapToDouble(each -> each.about().price())
                                    .average()
                                    .orElseThrow(),
                            within(1e-9));
        }
        softly.assertThat(features).hasSize(users.isEmpty() ? 19 : users.size() == 1 ? 26 : 27);
        softly.assertAll();
    }

    private static void checkPrices(
            ShopClick click,
            List<ShopClick> users,
            Map<String, Object> features,
            SoftAssertions softly) {
        if (users.isEmpty()) {
            softly.assertThat(features)
                    .doesNotContainKeys("user_last_price", "price_gap", "price_step");
            return;
        }
        double price = click.about().price();
        double last = users.getLast().about().price();
        double mean =
                users.stream().mapToDouble(each -> each.about().price()).average().orElseThrow();
        softly.assertThat(number(features, "user_last_price")).isEqualTo(last);
        softly.assertThat(number(features, "price_gap")).isCloseTo(price - mean, within(1e-9));
        softly.assertThat(number(features, "price_step")).isCloseTo(price - last, within(1e-9));
    }

    /// How much clicks count at a click if each counts half as much after each half-life.
    static double fading(List<ShopClick> clicks, ShopClick at, Duration halfLife) {
        return clicks.stream()
                .mapToDouble(each -> Duration.between(each.at(), at.at()).toMillis())
                .map(age -> Math.pow(2, -age / halfLife.toMillis()))
                .sum();
    }

    private static void checkAttributes(
            ShopClick click, Map<String, Object> features, SoftAssertions softly) {
        ShopClick.Item item = click.about();
        softly.assertThat(features)
                .containsEntry("user_country", click.country())
                .containsEntry("item_id", click.item())
                .containsEntry("item_category", item.category())
                .containsEntry("item_colour", item.colour())
                .containsEntry("item_location", item.location())
                .containsEntry("item_photography", item.photography())
                .containsEntry("item_page", item.page());
        softly.assertThat(number(features, "item_price")).isEqualTo(item.price());
    }

    static List<ShopClick> before(List<ShopClick> clicks, ShopClick click) {
        return clicks.stream()
                .filter(other ->
                        other.at().isBefore(click.at())
                                || other.at().equals(click.at()) && other.row() < click.row())
                .toList();
    }

    private static double count(List<ShopClick> clicks, String item) {
        return clicks.stream().filter(click -> click.item().equals(item)).count();
    }

    private static double since(List<ShopClick> clicks, Instant from) {
        return clicks.stream().filter(click -> !click.at().isBefore(from)).count();
    }

    static double number(Map<String, Object> features, String name) {
        return ((Number) features.get(name)).doubleValue();
    }
}
