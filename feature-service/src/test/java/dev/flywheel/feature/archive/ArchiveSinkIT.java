package dev.flywheel.feature.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.Event;
import dev.flywheel.feature.FeatureFixtures;
import dev.flywheel.feature.arrival.Arrival;
import dev.flywheel.pipeline.Pipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ArchiveSinkIT {

    private final Pipeline pipeline = FeatureFixtures.aPipeline("archive-sink-it");
    private final ArchiveFixtures fixtures = new ArchiveFixtures(pipeline);
    private final ArchiveSink sink = new ArchiveSink(fixtures.database(), fixtures.clock());
    private final Archive archive = new Archive(fixtures.database());
    private final JdbcTemplate jdbc = new JdbcTemplate(fixtures.database());

    @Test
    void readsInPlaceOrderWhatArrivedInAnyOrder() {
        List<Event> events = FeatureFixtures.events(12_000, 10, 5, 31);
        List<Event> arriving = new ArrayList<>(events);
        Collections.shuffle(arriving, new Random(1));

        fixtures.archive(sink, arriving);

        assertThat(replayed(Long.MAX_VALUE)).isEqualTo(events);
    }

    @Test
    void archivesAnEventOnceWithinABatchAndAcrossBatches() {
        List<Event> events = FeatureFixtures.events(100, 10, 5, 32);
        List<Event> twice = new ArrayList<>(events);
        twice.addAll(events);

        Archived first = fixtures.archive(sink, twice);
        Archived second = fixtures.archive(sink, events);

        assertThat(first.events()).hasSize(100);
        assertThat(first.duplicates()).isEqualTo(100);
        assertThat(second.events()).isEmpty();
        assertThat(archive.head(pipeline.name()).events()).isEqualTo(100);
        assertThat(replayed(Long.MAX_VALUE)).hasSize(100);
    }

    @Test
    void leavesNothingBehindWhenItDiesBeforeTheCommit() {
        List<Arrival> batch = fixtures.arrivals(FeatureFixtures.events(100, 10, 5, 33));

        assertThatThrownBy(() ->
                        sink.write(
                                pipeline.name(),
                                batch,
                                fixtures.topicIds(),
                                _ -> {
                                    throw new IllegalStateException("killed");
                                }))
                .hasMessage("killed");

        assertThat(archive.head(pipeline.name()).events()).isZero();
        assertThat(sink.offsets(fixtures.topicIds())).isEmpty();
        assertThat(sink.write(pipeline.name(), batch, fixtures.topicIds(), _ -> {}).events())
                .hasSize(100);
    }

    @Test
    void ignoresOffsetsThatAnotherConsumerHasArchived() {
        List<Arrival> batch = fixtures.arrivals(FeatureFixtures.events(100, 10, 5, 34));
        sink.write(pipeline.name(), batch, fixtures.topicIds(), _ -> {});

        Archived again = sink.write(pipeline.name(), batch, fixtures.topicIds(), _ -> {});

        assertThat(again.events()).isEmpty();
        assertThat(again.duplicates()).isZero();
    }

    @Test
    void forgetsTheOffsetsOfATopicThatWasMadeAnew() {
        fixtures.archive(sink, FeatureFixtures.events(10, 10, 5, 35));

        assertThat(sink.offsets(fixtures.topicIds())).hasSize(1);
        assertThat(sink.offsets(Map.of("archive-sink-it.events", "another"))).isEmpty();
    }

    @Test
    void aPositionIsTheSameSetForEver() {
        List<Event> events = FeatureFixtures.events(300, 10, 5, 36);
        fixtures.archive(sink, events.subList(100, 200));
        long position = archive.head(pipeline.name()).position();

        fixtures.archive(sink, events.subList(0, 100));
        fixtures.archive(sink, events.subList(200, 300));

        assertThat(replayed(position)).isEqualTo(events.subList(100, 200));
    }

    @Test
    void concurrentSinksGiveEachEventOnePosition() throws Exception {
        List<Event> events = FeatureFixtures.events(4_000, 10, 5, 37);
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                List<Arrival> batch = fixtures.arrivals(events.subList(i * 400, i * 400 + 1_200));
                String topic = "archive-sink-it.events";
                List<Arrival> ofPartition =
                        batch.stream().map(new Repartitioning(topic, i)::apply).toList();
                done.add(
                        executor.submit(() ->
                                sink.write(
                                        pipeline.name(),
                                        ofPartition,
                                        fixtures.topicIds(),
                                        _ -> {})));
            }
            for (Future<?> write : done) {
                write.get();
            }
        }

        assertThat(replayed(Long.MAX_VALUE)).isEqualTo(events);
        assertThat(archive.head(pipeline.name()).events()).isEqualTo(4_000);
        assertThat(jdbc.queryForObject("select count(distinct position) from event", Long.class))
                .isEqualTo(4_000);
    }

    @Test
    void makesAPartitionForEachMonthAndReadsAcrossThem() {
        List<Event> events = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            Instant at = Instant.parse("2008-%02d-28T23:59:59.999999Z".formatted(month));
            events.add(FeatureFixtures.aClick("m" + month, "U", "I", at));
        }

        fixtures.archive(sink, events);

        assertThat(
                        jdbc.queryForObject(
                                "select count(*) from pg_inherits where inhparent = 'event'::regclass",
                                Long.class))
                .isEqualTo(13);
        assertThat(jdbc.queryForObject("select count(*) from event_default", Long.class)).isZero();
        assertThat(replayed(Long.MAX_VALUE)).isEqualTo(events);
    }

    @Test
    void theDefaultPartitionTakesAMonthThatCannotBeMade() {
        jdbc.update("insert into event values (99, 1, '2008-05-01T00:00:00Z', 'x', 'click', '{}')");
        List<Event> events =
                List.of(
                        FeatureFixtures.aClick(
                                "e", "U", "I", Instant.parse("2008-05-02T00:00:00Z")));

        fixtures.archive(sink, events);

        assertThat(replayed(Long.MAX_VALUE)).isEqualTo(events);
    }

    @Test
    void keepsTheLaterOfTwoVersionsForTheSameInstant() {
        Instant from = FeatureFixtures.START;
        fixtures.archiveVersions(sink, List.of(FeatureFixtures.anItem("I1", 1, from)));
        Archived same =
                fixtures.archiveVersions(sink, List.of(FeatureFixtures.anItem("I1", 1, from)));
        Archived corrected =
                fixtures.archiveVersions(sink, List.of(FeatureFixtures.anItem("I1", 2, from)));

        assertThat(same.entityVersions()).isZero();
        assertThat(corrected.entityVersions()).isEqualTo(1);
        Replay replay = archive.replay(pipeline.name(), Span.until(null, Long.MAX_VALUE));
        List<Object> prices = new ArrayList<>();
        while (replay.hasNext()) {
            if (replay.next() instanceof Replay.Step.OfEntityVersion(var version, _)) {
                prices.add(version.attributes().getOrDefault("price", 0));
            }
        }
        assertThat(prices).containsExactly(1.0, 2.0);
    }

    @Test
    void readsIdsInTheOrderOfTheirCodePoints() {
        Instant at = FeatureFixtures.START;
        List<Event> events = new ArrayList<>();
        for (String id : List.of("A", "Z", "a", "é", "\uffee", "😀", "\ue000")) {
            events.add(FeatureFixtures.aClick(id, "U", "I", at));
        }

        fixtures.archive(sink, events);

        assertThat(replayed(Long.MAX_VALUE))
                .isSortedAccordingTo((one, other) -> one.place().compareTo(other.place()));
    }

    private List<Event> replayed(long position) {
        List<Event> events = new ArrayList<>();
        Replay replay = archive.replay(pipeline.name(), Span.until(null, position));
        while (replay.hasNext()) {
            if (replay.next() instanceof Replay.Step.OfEvent(var event, _)) {
                events.add(event);
            }
        }
        return events;
    }

    private record Repartitioning(String topic, int partition) {

        Arrival apply(Arrival arrival) {
            return new Arrival(
                    new org.apache.kafka.common.TopicPartition(topic, partition),
                    arrival.offset(),
                    arrival.reading());
        }
    }
}
