package dev.flywheel.feature.archive;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.feature.arrival.Arrival;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.erased.ErasedKeys;
import dev.flywheel.feature.erased.ErasedKeysTable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Writes what arrives into the archive: rows and Kafka offsets in one transaction, so that each
/// event is there exactly once, whatever is delivered twice and whoever dies in between.
public final class ArchiveSink {

    // A version that repeats the last one adds nothing; another one for the same instant corrects
    // it.
    private static final String INSERT_VERSION =
            """
            insert into entity_version (archive_id, position, entity, key, valid_from, attributes)
            select new.* from (values (?::smallint, ?::bigint, ?, ?, ?::timestamptz, ?))
                as new (archive_id, position, entity, key, valid_from, attributes)
            where new.attributes is distinct from (
                select attributes from entity_version known
                where known.archive_id = new.archive_id and known.entity = new.entity
                and known.key = new.key and known.valid_from = new.valid_from
                order by known.position desc limit 1)
            """;

    private final Clock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final MonthPartitions partitions;
    private final ErasedKeysTable erasedKeys;
    private final Map<String, ErasedKeys> knownErased = new ConcurrentHashMap<>();

    public ArchiveSink(DataSource database, Clock clock) {
        this.clock = clock;
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.partitions = new MonthPartitions(jdbc, transaction);
        this.erasedKeys = new ErasedKeysTable(database);
    }

    /// Archives a batch.
    ///
    /// @param topicIds Kafka's id of each topic, which changes when a topic is made anew
    /// @param beforeCommit told of what is new before it is committed; if it throws, nothing is
    ///   archived
    /// @throws org.springframework.dao.DataAccessException if PostgreSQL failed; nothing is
    ///   archived then, and the batch may be tried again
    public Archived write(
            String pipeline,
            List<Arrival> batch,
            Map<String, String> topicIds,
            Consumer<Archived> beforeCommit) {
        register(pipeline);
        partitions.prepare(events(batch).stream().map(read -> read.event().eventTime()).toList());
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    Archived archived = writeLocked(pipeline, batch, topicIds);
                    beforeCommit.accept(archived);
                    return archived;
                }));
    }

    /// The offset at which each archived partition of these topics goes on.
    public Map<TopicPartition, Long> offsets(Map<String, String> topicIds) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        topicIds.forEach((topic, id) ->
                jdbc.query(
                        "select partition, next_offset from archived_offset where topic = ? and topic_id = ?",
                        row -> {
                            offsets.put(new TopicPartition(topic, row.getInt(1)), row.getLong(2));
                        },
                        topic,
                        id));
        return offsets;
    }

    private void register(String pipeline) {
        jdbc.update(
                "insert into archive (pipeline) select ? where not exists (select from archive where pipeline = ?) on conflict do nothing",
                pipeline,
                pipeline);
    }

    private Archived writeLocked(
            String pipeline, List<Arrival> batch, Map<String, String> topicIds) {
        Head head =
                Objects.requireNonNull(
                        jdbc.queryForObject(
                                "select id, position, erasure_count from archive where pipeline = ? for update",
                                (row, _) ->
                                        new Head(row.getShort(1), row.getLong(2), row.getInt(3)),
                                pipeline));
        List<Arrival> fresh = notYetArchived(batch, topicIds);
        List<Arrival> kept = notErased(fresh, erasedKeys(pipeline, head));
        List<Reading.OfEvent> events = events(kept);
        List<Event> added = insertEvents(head, events);
        int versions = insertVersions(head, events.size(), versions(kept));
        saveOffsets(fresh, topicIds);
        if (!added.isEmpty() || versions > 0) {
            advance(head, fresh.size(), added, versions);
        }
        return new Archived(
                added, events.size() - added.size(), versions, fresh.size() - kept.size());
    }

    /// Read again when there are more: an erasure counts up under the lock that is held here.
    private ErasedKeys erasedKeys(String pipeline, Head head) {
        ErasedKeys keys = knownErased.getOrDefault(pipeline, ErasedKeys.NONE);
        if (keys.size() != head.erasures) {
            keys = erasedKeys.read(pipeline);
            knownErased.put(pipeline, keys);
        }
        return keys;
    }

    private static List<Arrival> notErased(List<Arrival> arrivals, ErasedKeys erased) {
        if (erased.isEmpty()) {
            return arrivals;
        }
        return arrivals.stream()
                .filter(arrival ->
                        switch (arrival.reading()) {
                            case Reading.OfEvent(var event) -> !erased.cover(event);
                            case Reading.OfEntityVersion(var version) -> !erased.cover(version);
                            case Reading.Refused _,
                                    Reading.Empty _,
                                    Reading.TakenBack _,
                                    Reading.Removed _ ->
                                    true;
                        })
                .toList();
    }

    /// Leaves out what another consumer has archived since this one was given the partition.
    private List<Arrival> notYetArchived(List<Arrival> batch, Map<String, String> topicIds) {
        Map<TopicPartition, Long> archived = offsets(topicIds);
        return batch.stream()
                .filter(arrival -> arrival.offset() >= archived.getOrDefault(arrival.source(), 0L))
                .toList();
    }

    private List<Event> insertEvents(Head head, List<Reading.OfEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        jdbc.execute(StagedEvents.CREATE);
        jdbc.execute(
                (ConnectionCallback<@Nullable Void>)
                        connection -> {
                            StagedEvents.copy(connection, events);
                            return null;
                        });
        List<Event> added = new ArrayList<>(events.size());
        jdbc.query(
                """
                with fresh as (
                    insert into event_key (archive_id, event_id, position)
                    select ?, event_id, ? + 1 + seq from staged_event order by seq
                    on conflict do nothing
                    returning position
                ), stored as (
                    insert into event (archive_id, position, event_time, event_id, event_type, content)
                    select ?, position, event_time, event_id, event_type, content
                    from staged_event join fresh on position = ? + 1 + seq
                )
                select position - ? - 1 from fresh order by 1
                """,
                row -> {
                    added.add(events.get(row.getInt(1)).event());
                },
                head.archive,
                head.position,
                head.archive,
                head.position,
                head.position);
        return added;
    }

    private int insertVersions(Head head, int eventCount, List<EntityVersion> versions) {
        if (versions.isEmpty()) {
            return 0;
        }
        List<Object[]> rows = new ArrayList<>(versions.size());
        for (EntityVersion version : versions) {
            rows.add(
                    new Object[] {
                        head.archive,
                        head.position + 1 + eventCount + rows.size(),
                        version.entity(),
                        version.key(),
                        Times.sql(version.validFrom()),
                        Json.MAPPER.writeValueAsString(version.attributes())
                    });
        }
        int[] inserted = jdbc.batchUpdate(INSERT_VERSION, rows);
        return Arrays.stream(inserted).sum();
    }

    private void saveOffsets(List<Arrival> arrivals, Map<String, String> topicIds) {
        Map<TopicPartition, Long> next = new HashMap<>();
        arrivals.forEach(arrival -> next.merge(arrival.source(), arrival.offset() + 1, Math::max));
        next.forEach((source, offset) ->
                jdbc.update(
                        """
                        insert into archived_offset (topic, partition, topic_id, next_offset) values (?, ?, ?, ?)
                        on conflict (topic, partition) do update
                        set topic_id = excluded.topic_id, next_offset = excluded.next_offset
                        """,
                        source.topic(),
                        source.partition(),
                        topicIds.get(source.topic()),
                        offset));
    }

    private void advance(Head head, int positions, List<Event> added, int versions) {
        @Nullable Instant last =
                added.stream().map(Event::eventTime).max(Comparator.naturalOrder()).orElse(null);
        jdbc.update(
                """
                update archive set position = position + ?, event_count = event_count + ?,
                    entity_version_count = entity_version_count + ?,
                    last_event_time = greatest(last_event_time, ?::timestamptz), changed_at = ?
                where id = ?
                """,
                positions,
                added.size(),
                versions,
                last == null ? null : Times.sql(last),
                Times.sql(clock.instant()),
                head.archive);
    }

    private static List<Reading.OfEvent> events(List<Arrival> batch) {
        return batch.stream()
                .map(Arrival::reading)
                .filter(Reading.OfEvent.class::isInstance)
                .map(Reading.OfEvent.class::cast)
                .toList();
    }

    private static List<EntityVersion> versions(List<Arrival> batch) {
        return batch.stream()
                .map(Arrival::reading)
                .filter(Reading.OfEntityVersion.class::isInstance)
                .map(reading -> ((Reading.OfEntityVersion) reading).version())
                .toList();
    }

    private record Head(short archive, long position, int erasures) {}
}
