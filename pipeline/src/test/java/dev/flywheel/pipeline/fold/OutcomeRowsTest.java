package dev.flywheel.pipeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OutcomeRowsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WITHIN = Duration.ofDays(2);
    private static final String YAML =
            """
            name: payments
            entities:
              card: { key: card_id }
            events:
              payment: { entities: [card], fields: { payment_id: category, amount: number } }
              verdict: { entities: [], fields: { payment_id: category, fraud: boolean, loss: number } }
            features:
              card_payments: { count: payment, by: card }
              amount: { field: payment.amount }
            label: LABEL
            training:
              candidates:
                - { logistic-regression: { epochs: 1 } }
            select_by: auc
            """;
    private static final String LATER =
            "{ of: payment, positive_when: { event: verdict, same: payment_id, where: fraud, within: 2d } }";

    @Property(tries = 300)
    void labelsAsTheWholeHistoryDoes(@ForAll("history") List<Event> history) {
        OutcomeRows rows = new OutcomeRows(pipeline(LATER));
        List<OutcomeRow> found = new ArrayList<>();
        history.forEach(event -> found.addAll(rows.apply(event)));
        Instant now = history.isEmpty() ? START : history.getLast().eventTime();

        List<Event> payments =
                history.stream()
                        .filter(event -> event.eventType().equals("payment"))
                        .filter(event -> event.eventTime().plus(WITHIN).isBefore(now))
                        .toList();

        assertThat(found).extracting(OutcomeRow::event).containsExactlyElementsOf(payments);
        for (OutcomeRow row : found) {
            assertThat(row.label()).isEqualTo(bruteForce(row.event(), history));
            long earlier =
                    history.stream()
                            .filter(event -> event.eventType().equals("payment"))
                            .filter(event -> row.event().place().isAfter(event.place()))
                            .filter(event ->
                                    Objects.equals(
                                            event.text("card_id"), row.event().text("card_id")))
                            .count();
            assertThat(row.features().number(0)).isEqualTo((double) earlier);
        }
    }

    private static double bruteForce(Event payment, List<Event> history) {
        return history.stream()
                .filter(event -> event.eventType().equals("verdict"))
                .filter(event ->
                        Objects.equals(event.value("payment_id"), payment.value("payment_id")))
                .filter(event -> event.place().isAfter(payment.place()))
                .filter(event -> !event.eventTime().isAfter(payment.eventTime().plus(WITHIN)))
                .max(Comparator.comparing(Event::place))
                .map(event -> Boolean.TRUE.equals(event.value("fraud")) ? 1.0 : 0.0)
                .orElse(0.0);
    }

    @Test
    void keepsARowWhileItsTimeIsOpen() {
        OutcomeRows rows = new OutcomeRows(pipeline(LATER));
        rows.apply(payment("a", 0, "C1", "P1"));

        assertThat(rows.certainBefore(START.plus(WITHIN))).isEmpty();
        assertThat(rows.open()).isEqualTo(1);
        assertThat(rows.certainBefore(START.plus(WITHIN).plusMillis(1)))
                .singleElement()
                .satisfies(row -> assertThat(row.label()).isZero());
        assertThat(rows.open()).isZero();
    }

    @Test
    void readsTheAnswerFromTheEventItself() {
        OutcomeRows rows =
                new OutcomeRows(
                        pipeline("{ of: payment, positive_when: { where: payment_id == 'P1' } }"));

        assertThat(rows.apply(payment("a", 0, "C1", "P1")))
                .extracting(OutcomeRow::label)
                .containsExactly(1.0);
        assertThat(rows.apply(payment("b", 1, "C1", "P2")))
                .extracting(OutcomeRow::label)
                .containsExactly(0.0);
    }

    @Test
    void learnsANumberThatComesLaterAndLeavesOutRowsWithoutOne() {
        OutcomeRows rows =
                new OutcomeRows(
                        pipeline(
                                "{ of: payment, value_when: { event: verdict, field: loss, same:"
                                        + " payment_id, within: 2d } }"));
        rows.apply(payment("a", 0, "C1", "P1"));
        rows.apply(payment("b", 1, "C1", "P2"));
        rows.apply(
                new Event(
                        "c",
                        "verdict",
                        START.plusSeconds(7200),
                        null,
                        Map.of("payment_id", "P2", "loss", 12.5)));

        assertThat(rows.certainBefore(START.plus(Duration.ofDays(9))))
                .extracting(OutcomeRow::label)
                .containsExactly(12.5);
    }

    @Test
    void learnsHowLongTheFirstAnswerTook() {
        OutcomeRows rows =
                new OutcomeRows(
                        pipeline(
                                "{ of: payment, value_when: { event: verdict, elapsed: hours, same:"
                                        + " payment_id, within: 2d } }"));
        rows.apply(payment("a", 0, "C1", "P1"));
        rows.apply(payment("b", 1, "C1", "P2"));
        rows.apply(verdict("c", Duration.ofMinutes(90), "P1"));
        rows.apply(verdict("d", Duration.ofHours(9), "P1"));
        List<OutcomeRow> certain =
                new ArrayList<>(rows.apply(verdict("e", Duration.ofHours(60), "P2")));
        certain.addAll(rows.certainBefore(START.plus(Duration.ofDays(9))));

        assertThat(certain)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.label()).isEqualTo(1.5);
                    assertThat(row.answeredAt()).isEqualTo(START.plus(Duration.ofMinutes(90)));
                });
    }

    private static Event verdict(String id, Duration after, String payment) {
        return new Event(id, "verdict", START.plus(after), null, Map.of("payment_id", payment));
    }

    private static Pipeline pipeline(String label) {
        String yaml = YAML.replace("LABEL", label);
        if (label.contains("value_when")) {
            yaml = yaml.replace("logistic", "linear").replace("select_by: auc", "select_by: rmse");
        }
        return PipelineReader.read(yaml, "payments.yaml");
    }

    private static Event payment(String id, long hours, String card, String payment) {
        return new Event(
                id,
                "payment",
                START.plus(Duration.ofHours(hours)),
                null,
                Map.of("card_id", card, "payment_id", payment, "amount", 1.0));
    }

    @Provide
    Arbitrary<List<Event>> history() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of("C1", "C2"),
                        Arbitraries.of("P1", "P2", "P3"),
                        Arbitraries.integers().between(0, 2))
                .as((hours, card, payment, kind) -> {
                    Map<String, Object> values = new TreeMap<>();
                    values.put("payment_id", payment);
                    Instant at = START.plus(Duration.ofHours(hours));
                    if (kind == 0) {
                        values.put("card_id", card);
                        values.put("amount", 1.0);
                        return new Event("", "payment", at, null, values);
                    }
                    values.put("fraud", kind == 1);
                    return new Event("", "verdict", at, null, values);
                })
                .list()
                .ofMaxSize(40)
                .map(drafts -> {
                    List<Event> events = new ArrayList<>();
                    drafts.forEach(draft ->
                            events.add(
                                    new Event(
                                            "e%02d".formatted(events.size()),
                                            draft.eventType(),
                                            draft.eventTime(),
                                            null,
                                            draft.values())));
                    return events.stream().sorted(Comparator.comparing(Event::place)).toList();
                });
    }
}
