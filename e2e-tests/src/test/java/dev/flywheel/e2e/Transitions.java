package dev.flywheel.e2e;

import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/// What was clicked after what: recomputes the features that are kept by what a shopper clicked
/// before.
final class Transitions {

    private static final double PRIOR = 0.0046;
    private static final double WEIGHT = 5;

    private final Map<String, List<ShopClick>> afterItem = new HashMap<>();
    private final Map<String, List<ShopClick>> afterSecond = new HashMap<>();
    private final Map<String, List<ShopClick>> afterCategory = new HashMap<>();

    /// @param clicks in the order of their places
    Transitions(List<ShopClick> clicks) {
        Map<String, List<ShopClick>> byUser = new HashMap<>();
        for (ShopClick click : clicks) {
            List<ShopClick> earlier = byUser.computeIfAbsent(click.user(), _ -> new ArrayList<>());
            if (!earlier.isEmpty()) {
                ShopClick last = earlier.getLast();
                add(afterItem, last.item(), click);
                add(afterCategory, last.about().category(), click);
            }
            if (earlier.size() > 1) {
                add(afterSecond, earlier.get(earlier.size() - 2).item(), click);
            }
            earlier.add(click);
        }
    }

    void check(
            ShopClick click,
            List<ShopClick> users,
            Map<String, Object> features,
            SoftAssertions softly) {
        ShopClick last = users.isEmpty() ? null : users.getLast();
        ShopClick second = users.size() < 2 ? null : users.get(users.size() - 2);
        List<ShopClick> afterLast = last == null ? List.of() : known(afterItem, last.item(), click);
        List<ShopClick> afterBoth =
                second == null ? List.of() : known(afterSecond, second.item(), click);
        List<ShopClick> afterKind =
                last == null ? List.of() : known(afterCategory, last.about().category(), click);
        softly.assertThat(BruteForce.number(features, "followed"))
                .isCloseTo(rate(afterLast, click), within(1e-9));
        softly.assertThat(BruteForce.number(features, "followed_second"))
                .isCloseTo(rate(afterBoth, click), within(1e-9));
        softly.assertThat(BruteForce.number(features, "followed_category"))
                .isCloseTo(rate(afterKind, click), within(1e-9));
        softly.assertThat(BruteForce.number(features, "followed_fading"))
                .isCloseTo(fadingRate(afterLast, click), within(1e-9));
        softly.assertThat(features.get("user_second_last_item"))
                .isEqualTo(second == null ? null : second.item());
        softly.assertThat(BruteForce.number(features, "same_again"))
                .isEqualTo(again(click, last, second));
    }

    private static double again(ShopClick click, ShopClick last, ShopClick second) {
        if (last != null && last.item().equals(click.item())) {
            return 1;
        }
        return second != null && second.item().equals(click.item()) ? 2 : 0;
    }

    private static double rate(List<ShopClick> after, ShopClick click) {
        return (of(after, click.item()).size() + PRIOR * WEIGHT) / (after.size() + WEIGHT);
    }

    private static double fadingRate(List<ShopClick> after, ShopClick click) {
        Duration halfLife = Duration.ofDays(14);
        double followed = BruteForce.fading(of(after, click.item()), click, halfLife);
        return (followed + PRIOR * WEIGHT) / (BruteForce.fading(after, click, halfLife) + WEIGHT);
    }

    private static List<ShopClick> of(List<ShopClick> clicks, String item) {
        return clicks.stream().filter(each -> each.item().equals(item)).toList();
    }

    private static List<ShopClick> known(
            Map<String, List<ShopClick>> after, String what, ShopClick click) {
        return BruteForce.before(after.getOrDefault(what, List.of()), click);
    }

    private static void add(Map<String, List<ShopClick>> after, String what, ShopClick click) {
        after.computeIfAbsent(what, _ -> new ArrayList<>()).add(click);
    }
}
