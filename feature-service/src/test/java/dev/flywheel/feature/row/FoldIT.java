package dev.flywheel.feature.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.PreparedRow;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.archive.Archive;
import dev.flywheel.feature.archive.ArchiveFixtures;
import dev.flywheel.feature.archive.ArchiveSink;
import dev.flywheel.feature.topic.Publisher;
import dev.flywheel.pipeline.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FoldIT {

    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Pipeline pipeline = FeatureFixtures.aPipeline("fold-it");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final FoldProgresses progresses = new FoldProgresses(fixtures.database());
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void preparesEveryRowAsABruteForceRecomputationDoes() {
        List<Event> events = FeatureFixtures.events(3_000, 25, 9, 11);
        List<EntityVersion> items = FeatureFixtures.items(9);
        List<Event> arriving = new ArrayList<>(events);
        Collections.shuffle(arriving, new Random(5));
        fixtures.archiveVersions(sink, items);
        PreparedRows rows = preparedRows();

        for (int i = 0; i < arriving.size(); i += 500) {
            fixtures.archive(sink, arriving.subList(i, i + 500));
            advance(rows);
        }
        fixtures.pass(QUIET);
        advance(rows);

        Map<String, PreparedRow> prepared = prepared();
        List<Event> clicks = clicks(events);
        assertThat(producer.history()).hasSameSizeAs(clicks);
        assertThat(prepared).hasSameSizeAs(clicks);
        for (Event click : clicks) {
            assertThat(prepared.get(click.eventId()))
                    .extracting(PreparedRow::features)
                    .isEqualTo(bruteForce(click, events, items));
        }
        assertThat(rows.lateEvents()).isZero();
    }

    @Test
    void goesOnAfterARestartWithoutLosingOrRepeatingARow() {
        List<Event> events = FeatureFixtures.events(2_000, 25, 9, 12);
        List<EntityVersion> items = FeatureFixtures.items(9);
        fixtures.archiveVersions(sink, items);
        fixtures.archive(sink, events.subList(0, 1_200));
        fixtures.pass(QUIET);
        advance(preparedRows());

        PreparedRows restarted = preparedRows();
        fixtures.archive(sink, events.subList(1_200, 2_000));
        fixtures.pass(QUIET);
        advance(restarted);

        assertThat(producer.history()).hasSameSizeAs(clicks(events));
        Map<String, PreparedRow> prepared = prepared();
        for (Event click : clicks(events)) {
            assertThat(prepared.get(click.eventId()))
                    .extracting(PreparedRow::features)
                    .isEqualTo(bruteForce(click, events, items));
        }
    }

    @Test
    void givesALateEventItsRowAndCorrectsTheRowsAfterIt() {
        List<Event> events = FeatureFixtures.events(600, 5, 3, 13);
        List<EntityVersion> items = FeatureFixtures.items(3);
        List<Event> late = events.subList(100, 110);
        List<Event> punctual = new ArrayList<>(events.subList(0, 100));
        punctual.addAll(events.subList(110, 400));
        fixtures.archiveVersions(sink, items);
        fixtures.archive(sink, punctual);
        fixtures.pass(QUIET);
        PreparedRows rows = preparedRows();
        advance(rows);

        fixtures.archive(sink, late);
        fixtures.archive(sink, events.subList(400, 600));
        fixtures.pass(QUIET);
        advance(rows);

        assertThat(rows.lateEvents()).isEqualTo(10);
        assertThat(rows.rows()).isEqualTo(clicks(events).size());
        assertThat(producer.history())
                .hasSize(clicks(events).size() + clicks(events.subList(110, 400)).size());
        Map<String, PreparedRow> prepared = prepared();
        for (Event click : clicks(events)) {
            assertThat(prepared.get(click.eventId()))
                    .extracting(PreparedRow::features)
                    .isEqualTo(bruteForce(click, events, items));
        }
    }

    @Test
    void repeatsRowsRatherThanLoseThemWhenKafkaFails() {
        List<Event> events = FeatureFixtures.events(300, 5, 3, 14);
        fixtures.archive(sink, events);
        fixtures.pass(QUIET);
        PreparedRows rows = preparedRows();
        producer.sendException = new TimeoutException("away");

        assertThatThrownBy(rows::advance).isInstanceOf(KafkaException.class);
        producer.sendException = null;
        advance(rows);

        assertThat(prepared()).hasSameSizeAs(clicks(events));
    }

    @Test
    void staysWithAnInstanceUntilItLeavesOrIsNotHeardOf() {
        List<Event> events = FeatureFixtures.events(300, 5, 3, 15);
        PreparedRows one = preparedRows("one");
        PreparedRows two = preparedRows("two");
        archiveQuietly(events.subList(0, 100));
        advance(one);

        archiveQuietly(events.subList(100, 200));
        advance(two);
        assertThat(prepared()).hasSameSizeAs(clicks(events.subList(0, 100)));

        progresses.leave("one");
        advance(two);
        assertThat(prepared()).hasSameSizeAs(clicks(events.subList(0, 200)));

        archiveQuietly(events.subList(200, 300));
        advance(one);
        assertThat(prepared()).hasSameSizeAs(clicks(events.subList(0, 200)));

        new JdbcTemplate(fixtures.database())
                .update("update fold_progress set folded_until = now() - interval '1 second'");
        advance(one);
        assertThat(prepared()).hasSameSizeAs(clicks(events));
        assertThat(producer.history()).hasSameSizeAs(clicks(events));
    }

    private void archiveQuietly(List<Event> events) {
        fixtures.archive(sink, events);
        fixtures.pass(QUIET);
    }

    private PreparedRows preparedRows() {
        return preparedRows("one");
    }

    private PreparedRows preparedRows(String instance) {
        return new PreparedRows(
                pipeline,
                new Archive(fixtures.database()),
                progresses,
                new Publisher(producer),
                new TransactionTemplate(new JdbcTransactionManager(fixtures.database())),
                fixtures.clock(),
                QUIET,
                instance);
    }

    private static void advance(PreparedRows rows) {
        boolean more = true;
        while (more) {
            more = rows.advance();
        }
    }

    private Map<String, PreparedRow> prepared() {
        Map<String, PreparedRow> rows = new LinkedHashMap<>();
        producer.history()
                .forEach(sent -> rows.put(sent.key(), Json.read(sent.value(), PreparedRow.class)));
        return rows;
    }

    private static List<Event> clicks(List<Event> events) {
        return events.stream().filter(event -> event.eventType().equals("click")).toList();
    }

    /// Counts from scratch over every event with a smaller place. The seven days of `item_views_7d`
    /// are more than these events span.
    private static Map<String, Object> bruteForce(
            Event click, List<Event> events, List<EntityVersion> items) {
        String user = key(click, "user_id");
        String item = key(click, "item_id");
        List<Event> earlier =
                events.stream().filter(event -> click.place().isAfter(event.place())).toList();
        List<Event> ofUser =
                clicks(earlier).stream().filter(e -> user.equals(e.text("user_id"))).toList();
        List<Event> ofItem = earlier.stream().filter(e -> item.equals(e.text("item_id"))).toList();
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("user_clicks", (double) ofUser.size());
        if (!ofUser.isEmpty()) {
            features.put("user_last_item", key(ofUser.getLast(), "item_id"));
            double sum =
                    ofUser.stream()
                            .mapToDouble(e -> price(items, key(e, "item_id"), e.eventTime()))
                            .sum();
            features.put("user_mean_price", sum / ofUser.size());
        }
        features.put("item_clicks", (double) clicks(ofItem).size());
        features.put("item_views_7d", (double) (ofItem.size() - clicks(ofItem).size()));
        features.put(
                "user_item_clicks",
                (double) ofUser.stream().filter(e -> item.equals(e.text("item_id"))).count());
        features.put("item_category", "c2");
        features.put("user_category_clicks", (double) ofUser.size());
        followed(features, item, ofUser.isEmpty() ? null : ofUser.getLast(), clicks(earlier));
        features.put("item_id", item);
        features.put("item_price", price(items, item, click.eventTime()));
        return features;
    }

    /// How often the item was clicked next after the one that the user clicked last, by anybody.
    private static void followed(
            Map<String, Object> features, String item, @Nullable Event last, List<Event> clicks) {
        Map<String, String> lastOfUser = new HashMap<>();
        double after = 0;
        double followed = 0;
        for (Event click : clicks) {
            String before = lastOfUser.put(key(click, "user_id"), key(click, "item_id"));
            if (last != null && key(last, "item_id").equals(before)) {
                after++;
                followed += item.equals(click.text("item_id")) ? 1 : 0;
            }
        }
        features.put("followed", followed);
        if (after > 0) {
            features.put("followed_share", followed / after);
        }
    }

    private static String key(Event event, String field) {
        return Objects.requireNonNull(event.text(field), field);
    }

    private static double price(List<EntityVersion> items, String item, Instant at) {
        double price = Double.NaN;
        for (EntityVersion version : items) {
            if (version.key().equals(item) && !version.validFrom().isAfter(at)) {
                price =
                        ((Number) version.attributes().getOrDefault("price", Double.NaN))
                                .doubleValue();
            }
        }
        return price;
    }
}
