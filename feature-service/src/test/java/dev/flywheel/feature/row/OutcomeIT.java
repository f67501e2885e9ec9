package dev.flywheel.feature.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.OutcomeObserved;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Rows whose answer comes later, from the archive to the topics.
class OutcomeIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration WITHIN = Duration.ofDays(2);

    private final Pipeline pipeline =
            PipelineReader.read(
                    """
                    name: outcome-it
                    entities:
                      card: { key: card_id }
                    events:
                      payment: { entities: [card], fields: { payment_id: category } }
                      report: { entities: [], fields: { payment_id: category } }
                    features:
                      card_payments: { count: payment, by: card }
                    label: { of: payment, positive_when: { event: report, same: payment_id, within: 2d } }
                    training:
                      candidates:
                        - { logistic-regression: { epochs: 1 } }
                    select_by: auc
                    """,
                    "outcome-it.yaml");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final FoldProgresses progresses = new FoldProgresses(fixtures.database());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final List<Event> events = events(new Random(7));

    @Test
    void preparesARowWhenItsAnswerIsCertainAndTellsThePrediction() {
        fixtures.archive(sink, events);
        fixtures.pass(QUIET);
        PreparedRows rows = preparedRows();
        advance(rows);

        List<Event> certain = certain(events);
        Map<String, PreparedRow> prepared = prepared();
        assertThat(producer.history()).hasSize(certain.size() + predicted(certain).size());
        assertThat(rows.rows()).isEqualTo(certain.size());
        assertThat(prepared).hasSameSizeAs(certain);
        for (Event payment : certain) {
            assertThat(prepared.get(payment.eventId()))
                    .extracting(PreparedRow::label)
                    .isEqualTo(label(payment, events));
        }
        assertThat(outcomes())
                .extracting(OutcomeObserved::predictionId, OutcomeObserved::label)
                .containsExactlyElementsOf(
                        predicted(certain).stream()
                                .map(payment ->
                                        org.assertj.core.groups.Tuple.tuple(
                                                payment.predictionId(), label(payment, events)))
                                .toList());
    }

    @Test
    void goesOnAfterARestartWithTheRowsThatWereOpen() {
        fixtures.archive(sink, events.subList(0, 200));
        fixtures.pass(QUIET);
        advance(preparedRows());
        int before = producer.history().size();

        PreparedRows restarted = preparedRows();
        fixtures.archive(sink, events.subList(200, events.size()));
        fixtures.pass(QUIET);
        advance(restarted);

        List<Event> certain = certain(events);
        assertThat(before).isPositive();
        assertThat(producer.history()).hasSize(certain.size() + predicted(certain).size());
        assertThat(prepared()).hasSameSizeAs(certain);
    }

    @Test
    void correctsTheRowThatALateAnswerIsAbout() {
        Event payment = certain(events).getFirst();
        Event late = report("late", payment, Duration.ofMinutes(30));
        fixtures.archive(sink, events);
        fixtures.pass(QUIET);
        PreparedRows rows = preparedRows();
        advance(rows);

        fixtures.archive(sink, List.of(late));
        fixtures.pass(QUIET);
        advance(rows);

        assertThat(rows.lateEvents()).isEqualTo(1);
        assertThat(rows.rows()).isEqualTo(certain(events).size());
        assertThat(prepared().get(payment.eventId())).extracting(PreparedRow::label).isEqualTo(1.0);
    }

    private PreparedRows preparedRows() {
        return new PreparedRows(
                pipeline,
                new Archive(fixtures.database()),
                progresses,
                new Publisher(producer),
                new TransactionTemplate(new JdbcTransactionManager(fixtures.database())),
                fixtures.clock(),
                QUIET,
                "one");
    }

    private static void advance(PreparedRows rows) {
        boolean more = true;
        while (more) {
            more = rows.advance();
        }
    }

    private Map<String, PreparedRow> prepared() {
        Map<String, PreparedRow> rows = new LinkedHashMap<>();
        sent(Topics.features(pipeline.name()))
                .forEach(sent -> rows.put(sent.key(), Json.read(sent.value(), PreparedRow.class)));
        return rows;
    }

    private List<OutcomeObserved> outcomes() {
        return sent(Topics.outcomes(pipeline.name()))
                .map(sent -> Json.read(sent.value(), OutcomeObserved.class))
                .toList();
    }

    private Stream<ProducerRecord<String, byte[]>> sent(String topic) {
        return producer.history().stream().filter(sent -> sent.topic().equals(topic));
    }

    /// Payments of five cards, a quarter of them predicted and a quarter reported, some too late.
    private static List<Event> events(Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Event payment =
                    new Event(
                            "p" + i,
                            "payment",
                            START.plusSeconds(random.nextInt(10 * 24 * 3600)),
                            random.nextInt(4) == 0 ? "prediction-" + i : null,
                            Map.of("card_id", "C" + random.nextInt(5), "payment_id", "P" + i));
            events.add(payment);
            if (random.nextInt(4) == 0) {
                events.add(report("r" + i, payment, Duration.ofHours(random.nextInt(72) + 1)));
            }
        }
        return events.stream().sorted(Comparator.comparing(Event::place)).toList();
    }

    private static Event report(String id, Event payment, Duration after) {
        return new Event(
                id,
                "report",
                payment.eventTime().plus(after),
                null,
                Map.of("payment_id", String.valueOf(payment.value("payment_id"))));
    }

    private static List<Event> certain(List<Event> events) {
        Instant last = events.getLast().eventTime();
        return events.stream()
                .filter(event -> event.eventType().equals("payment"))
                .filter(event -> event.eventTime().plus(WITHIN).isBefore(last))
                .toList();
    }

    private static List<Event> predicted(List<Event> payments) {
        return payments.stream().filter(payment -> payment.predictionId() != null).toList();
    }

    private static double label(Event payment, List<Event> events) {
        return events.stream()
                        .filter(event -> event.eventType().equals("report"))
                        .filter(event ->
                                Objects.equals(
                                        payment.value("payment_id"), event.value("payment_id")))
                        .anyMatch(event ->
                                !event.eventTime().isAfter(payment.eventTime().plus(WITHIN)))
                ? 1
                : 0;
    }
}
