package dev.flywheel.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Payments by card and shop, and reports that only name a payment.
public final class JoinedFixtures {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String YAML =
            """
            name: %s
            entities:
              card: { key: card_id }
              shop: { key: shop_id }
            events:
              payment: { entities: [card, shop], fields: { payment_id: category, kind: category } }
              report:
                join: { to: payment, on: payment_id, within: 3d }
                fields: { payment_id: category, loss: number }
            features:
              payments: { count: payment, by: card }
              reports: { count: report, by: card }
              shop_reports_2d: { count: report, by: shop, window: 2d }
              shop_loss: { sum: report.loss, by: shop }
              pair_reports: { count: report, by: [card, shop] }
              report_rate: { rate: report, over: payment, by: shop, prior: 0.1, weight: 2 }
              last_kind: { last: payment.kind, by: card }
              reports_after: { count: report, by: [last_kind, shop] }
            label: { of: payment, positive_when: { event: report, same: payment_id, within: 3d } }
            training:
              candidates:
                - { logistic-regression: { epochs: 1 } }
            select_by: auc
            """;

    private JoinedFixtures() {}

    public static Pipeline aPipeline(String name) {
        return PipelineReader.read(YAML.formatted(name), name + ".yaml");
    }

    /// Payments of some days in place order, a third of them reported some hours later, some too
    /// late; one in twenty has the id of another one.
    public static List<Event> events(int payments, int cards, int shops, long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < payments; i++) {
            int id = random.nextInt(20) == 0 ? random.nextInt(payments) : i;
            Instant at = START.plusSeconds(random.nextInt(10 * 24 * 3600));
            events.add(
                    new Event(
                            "p%05d".formatted(i),
                            "payment",
                            at,
                            null,
                            Map.of(
                                    "card_id", "C" + random.nextInt(cards),
                                    "shop_id", "S" + random.nextInt(shops),
                                    "payment_id", "P" + id,
                                    "kind", "K" + random.nextInt(3))));
            if (random.nextInt(3) == 0) {
                Duration after = Duration.ofMinutes(random.nextInt(4 * 24 * 60));
                events.add(aReport("r%05d".formatted(i), "P" + id, at.plus(after), 1 + i % 7));
            }
        }
        return events.stream().sorted(Comparator.comparing(Event::place)).toList();
    }

    public static Event aPayment(String id, String payment, String card, Instant at) {
        return new Event(
                id,
                "payment",
                at,
                null,
                Map.of("card_id", card, "shop_id", "S1", "payment_id", payment, "kind", "K1"));
    }

    public static Event aReport(String id, String payment, Instant at, double loss) {
        return new Event(id, "report", at, null, Map.of("payment_id", payment, "loss", loss));
    }

    /// The key of an event in its topic, as ingestion gives it.
    public static String topicKey(Event event) {
        String card = event.text("card_id");
        return card == null ? String.valueOf(event.value("payment_id")) : card;
    }
}
