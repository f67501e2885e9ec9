package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random payments, and reports that only point to a payment, within ten days.
final class JoinedHistories {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final List<String> CARDS = List.of("C1", "C2");
    static final List<String> SHOPS = List.of("S1", "S|2");

    private static final long SECONDS = 10L * 24 * 3600;
    private static final List<String> KINDS = List.of("red", "blue");

    /// What a report can be taken back from: counts, sums and means.
    private static final String COUNTS =
            """
              payments: { count: payment, by: card }
              reports: { count: report, by: card }
              shop_reports: { count: report, by: shop }
              pair_reports: { count: report, by: [card, shop] }
              kind_reports: { count: report, by: [shop, kind] }
              reports_2d: { count: report, by: card, window: 2d }
              reports_delayed: { count: report, by: shop, window: 1d, delay: 1d }
              reports_fading: { count: report, by: card, half_life: 1d }
              loss: { sum: report.loss, by: shop }
              loss_2d: { sum: report.loss, by: shop, window: 2d }
              mean_loss: { mean: report.loss, by: card }
              report_rate: { rate: report, over: payment, by: shop, prior: 0.1, weight: 2 }
              last_paid_kind: { last: payment.kind, by: card }
              reports_after: { count: report, by: [last_paid_kind, shop] }
            """;

    /// What can't forget one of several: exact while no two payments share an id.
    private static final String ALL =
            """
              least_loss: { min: report.loss, by: card }
              most_loss: { max: report.loss, by: shop, window: 2d }
              loss_sd: { stddev: report.loss, by: shop }
              kinds: { distinct: report.kind, by: card }
              kinds_idle: { count: report, by: card, ttl: 1d }
              last_kind: { last: report.kind, by: card }
              second_last_kind: { last: report.kind, by: shop, nth: 2 }
              last_reporter: { last: report.card_id, by: shop }
              since_report: { since_last: report, by: shop }
              payments_after_report: { count: payment, by: [last_kind, shop] }
            """;

    private JoinedHistories() {}

    static Pipeline aPipelineOfCounts() {
        return pipeline(COUNTS);
    }

    static Pipeline aPipelineWithAllOperators() {
        return pipeline(COUNTS + ALL);
    }

    private static Pipeline pipeline(String features) {
        return PipelineReader.read(
                """
                name: payments
                entities:
                  card: { key: card_id }
                  shop: { key: shop_id }
                events:
                  report:
                    join: { to: payment, on: payment_id, within: 3d }
                    fields: { payment_id: category, kind: category, loss: number }
                  payment:
                    entities: [card, shop]
                    fields: { payment_id: category, kind: category, amount: number }
                features:
                  kind: { field: report.kind }
                FEATURES
                label: { of: payment, positive_when: { event: report, same: payment_id, within: 3d } }
                training:
                  candidates:
                    - { logistic-regression: { epochs: 1 } }
                select_by: auc
                """
                        .replace("FEATURES\n", features),
                "payments.yaml");
    }

    /// @param ids how many payment ids there are; payments may share them
    static Arbitrary<List<Event>> sharingIds(int ids) {
        return drafts().map(drafts -> {
            List<Event> events = new ArrayList<>();
            drafts.forEach(draft -> events.add(draft.event(events.size(), draft.id % ids)));
            return events;
        });
    }

    /// Each payment has an id of its own; several reports may point to one.
    static Arbitrary<List<Event>> withOwnIds() {
        return drafts().map(drafts -> {
            List<Event> events = new ArrayList<>();
            int payments = 0;
            for (Draft draft : drafts) {
                int id = draft.report ? draft.id % Math.max(1, drafts.size() / 2) : payments++;
                events.add(draft.event(events.size(), id));
            }
            return events;
        });
    }

    private static Arbitrary<List<Draft>> drafts() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(CARDS),
                        Arbitraries.of(SHOPS),
                        Arbitraries.of(KINDS),
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(0, SECONDS),
                                Arbitraries.longs().between(0, 20),
                                Arbitraries.longs().between(0, 10).map(day -> day * 24 * 3600)),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.doubles().between(0.01, 1e6))
                .as(Draft::new)
                .list()
                .ofMaxSize(40);
    }

    static Event payment(String eventId, int id, String card, String shop, Instant at) {
        return new Event(
                eventId,
                "payment",
                at,
                null,
                Map.of("card_id", card, "shop_id", shop, "payment_id", "P" + id, "kind", "red"));
    }

    static Event report(String eventId, int id, Instant at) {
        return new Event(
                eventId,
                "report",
                at,
                null,
                Map.of("payment_id", "P" + id, "kind", "red", "loss", 1.0));
    }

    private record Draft(
            boolean report,
            String card,
            String shop,
            String kind,
            long seconds,
            int id,
            double number) {

        Event event(int index, int id) {
            Instant at = START.plusSeconds(seconds);
            String payment = "P" + id;
            return report
                    ? new Event(
                            "e" + index,
                            "report",
                            at,
                            null,
                            Map.of("payment_id", payment, "kind", kind, "loss", number))
                    : new Event(
                            "e" + index,
                            "payment",
                            at,
                            null,
                            Map.of(
                                    "card_id", card,
                                    "shop_id", shop,
                                    "payment_id", payment,
                                    "kind", kind,
                                    "amount", number));
        }
    }
}
