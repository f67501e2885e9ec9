package dev.flywheel.feature.archive;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.arrival.Arrival;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.testsupport.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A migrated database of its own, a clock that stands still, and ways to fill an archive without
/// Kafka.
public final class ArchiveFixtures {

    private final TestPostgres.Database postgres = TestPostgres.create("feature");
    private final DataSource database =
            new DriverManagerDataSource(postgres.url(), postgres.user(), postgres.password());
    private final String pipeline;
    private final TestClock clock = new TestClock();
    private long offset;

    public ArchiveFixtures(Pipeline pipeline) {
        this.pipeline = pipeline.name();
        Flyway.configure().dataSource(database).defaultSchema("feature").load().migrate();
    }

    public DataSource database() {
        return database;
    }

    public TestPostgres.Database postgres() {
        return postgres;
    }

    public Clock clock() {
        return clock;
    }

    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    public Map<String, String> topicIds() {
        return Map.of(Topics.events(pipeline), "id-1", Topics.entities(pipeline), "id-2");
    }

    public Archived archive(ArchiveSink sink, List<Event> events) {
        return sink.write(pipeline, arrivals(events), topicIds(), _ -> {});
    }

    public Archived archiveVersions(ArchiveSink sink, List<EntityVersion> versions) {
        List<Arrival> batch = new ArrayList<>();
        TopicPartition source = new TopicPartition(Topics.entities(pipeline), 0);
        for (EntityVersion version : versions) {
            batch.add(new Arrival(source, offset++, new Reading.OfEntityVersion(version)));
        }
        return sink.write(pipeline, batch, topicIds(), _ -> {});
    }

    /// Arrivals at offsets that no other has had.
    public List<Arrival> arrivals(List<Event> events) {
        List<Arrival> batch = new ArrayList<>();
        TopicPartition source = new TopicPartition(Topics.events(pipeline), 0);
        for (Event event : events) {
            batch.add(new Arrival(source, offset++, new Reading.OfEvent(event)));
        }
        return batch;
    }

    private static final class TestClock extends Clock {

        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
