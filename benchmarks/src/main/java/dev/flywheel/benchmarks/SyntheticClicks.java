package dev.flywheel.benchmarks;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Clicks of the shape of the shop's real ones: 217 items of which few are popular, sessions of
/// seven clicks, 20 seconds apart. Seeded, and made up from first to last.
final class SyntheticClicks {

    static final int ITEMS = 217;

    private static final Instant START = Instant.parse("2008-04-01T00:00:00Z");
    private static final int CLICKS_IN_SESSION = 7;
    private static final int SESSIONS_AT_ONCE = 10;

    private SyntheticClicks() {}

    static List<EntityVersion> items() {
        List<EntityVersion> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(
                    new EntityVersion(
                            "item",
                            "A" + i,
                            START,
                            Map.of(
                                    "category", String.valueOf(i % 4),
                                    "colour", String.valueOf(i % 14),
                                    "price", 18.0 + i % 65,
                                    "page", String.valueOf(i % 5),
                                    "location", String.valueOf(i % 6),
                                    "photography", String.valueOf(i % 2))));
        }
        return items;
    }

    /// In place order.
    static List<Event> clicks(int count) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        List<Event> clicks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int wave = i / (SESSIONS_AT_ONCE * CLICKS_IN_SESSION);
            int session = wave * SESSIONS_AT_ONCE + i % SESSIONS_AT_ONCE;
            long order = i / SESSIONS_AT_ONCE % CLICKS_IN_SESSION + 1L;
            int item = (int) (ITEMS * Math.pow(random.nextDouble(), 2));
            clicks.add(
                    new Event(
                            "e%09d".formatted(i),
                            "click",
                            START.plusSeconds(i * 60L),
                            null,
                            Map.of(
                                    "user_id", "U" + session,
                                    "item_id", "A" + item,
                                    "order", order)));
        }
        return clicks;
    }
}
