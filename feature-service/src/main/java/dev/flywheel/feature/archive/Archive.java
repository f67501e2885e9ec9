package dev.flywheel.feature.archive;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.feature.erased.ErasedKeysTable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// All that was archived, to be read in place order.
@Component
public final class Archive {

    private static final String HEAD =
            "select id, position, event_count, entity_version_count, last_event_time, changed_at"
                    + " from archive where pipeline = ?";

    private static final String OF_TYPE =
            "from event where archive_id = ? and event_type = ?"
                    + " and event_time >= ? and event_time < ? and position <= ?";

    private final JdbcTemplate jdbc;
    private final ErasedKeysTable erasedKeys;

    public Archive(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.erasedKeys = new ErasedKeysTable(database);
    }

    /// How far a pipeline's archive has got.
    ///
    /// @param id the archive's number in the database; 0 while nothing was ever archived
    /// @param position grows with everything that is archived; what was archived at or before it
    ///   never changes, unless an entity is erased
    public record Head(
            short id,
            long position,
            long events,
            long entityVersions,
            @Nullable Instant lastEventTime,
            @Nullable Instant changedAt) {}

    public Head head(String pipeline) {
        return jdbc
                .query(
                        HEAD,
                        (row, _) ->
                                new Head(
                                        row.getShort(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        instant(row.getObject(5, OffsetDateTime.class)),
                                        instant(row.getObject(6, OffsetDateTime.class))),
                        pipeline)
                .stream()
                .findFirst()
                .orElseGet(() -> new Head((short) 0, 0, 0, 0, null, null));
    }

    /// How many keys of a pipeline were erased: only an erasure changes what was archived already.
    public int erasures(String pipeline) {
        return erasedKeys.count(pipeline);
    }

    /// Reads a span in place order. It pages by place instead of holding a cursor: what lies at or
    /// before a position never changes, so no transaction is needed for a consistent reading, and
    /// the making of a partition never waits for a reader.
    public Replay replay(String pipeline, Span span) {
        return new Replay(
                new EventPages(jdbc, head(pipeline).id(), span),
                new VersionPages(jdbc, head(pipeline).id(), span));
    }

    /// Events in place order.
    ///
    /// @param after only events after that place; null for the beginning
    /// @param position only what was archived at or before it
    public Iterator<Event> events(String pipeline, @Nullable Place after, long position) {
        return mapped(
                new EventPages(jdbc, head(pipeline).id(), new Span(after, null, null, position)),
                Replay.Step.OfEvent::event);
    }

    /// All entity versions, in the order in which they become valid.
    ///
    /// @param position only what was archived at or before it
    public Iterator<EntityVersion> versions(String pipeline, long position) {
        return mapped(
                new VersionPages(jdbc, head(pipeline).id(), Span.until(null, position)),
                Replay.Step.OfEntityVersion::version);
    }

    /// The archive and its place in Kafka at one moment.
    ///
    /// @param topicIds Kafka's id of each topic, which changes when a topic is made anew
    public Cut cut(String pipeline, Map<String, String> topicIds) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        long[] counts = new long[2];
        // One statement sees one moment.
        jdbc.query(
                """
                select position, event_count, topic, partition, topic_id, next_offset
                from archive left join archived_offset on topic = any (?) where pipeline = ?
                """,
                row -> {
                    counts[0] = row.getLong(1);
                    counts[1] = row.getLong(2);
                    String topic = row.getString(3);
                    if (topic != null && row.getString(5).equals(topicIds.get(topic))) {
                        offsets.put(new TopicPartition(topic, row.getInt(4)), row.getLong(6));
                    }
                },
                topicIds.keySet().toArray(String[]::new),
                pipeline);
        return new Cut(counts[0], counts[1], offsets);
    }

    /// What lies in Kafka before the offsets was archived at or before the position, and nothing
    /// else was.
    ///
    /// @param events how many
    /// @param offsets the next one of each partition that anything was archived of
    public record Cut(long position, long events, Map<TopicPartition, Long> offsets) {}

    /// Whether something was archived in `(after, upTo]` that belongs before a place that was
    /// folded already.
    ///
    /// @param place of the last event that was folded
    /// @param versionsUntil exclusive, the instant up to which entity versions were folded
    public boolean hasLate(
            String pipeline, long after, long upTo, Place place, Instant versionsUntil) {
        short id = head(pipeline).id();
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        """
                        select exists (
                            select from event where archive_id = ? and position > ? and position <= ?
                            and event_time <= ? and (event_time, event_id) <= (?, ?))
                        or exists (
                            select from entity_version where archive_id = ? and position > ? and position <= ?
                            and valid_from < ?)
                        """,
                        Boolean.class,
                        id,
                        after,
                        upTo,
                        Times.sql(place.eventTime()),
                        Times.sql(place.eventTime()),
                        place.eventId(),
                        id,
                        after,
                        upTo,
                        Times.sql(versionsUntil)));
    }

    /// The largest event time that was archived at or before a position; null if nothing was.
    public @Nullable Instant lastEventTime(String pipeline, long position) {
        return instant(
                jdbc.queryForObject(
                        "select max(event_time) from event where archive_id = ? and position <= ?",
                        OffsetDateTime.class,
                        head(pipeline).id(),
                        position));
    }

    /// How many events of a type lie in a span, from an instant on.
    ///
    /// @param from inclusive; null for the beginning
    public long count(String pipeline, String eventType, @Nullable Instant from, Span span) {
        Long count =
                jdbc.queryForObject(
                        "select count(*) " + OF_TYPE,
                        Long.class,
                        head(pipeline).id(),
                        eventType,
                        Times.lower(from),
                        Times.upper(span.until()),
                        span.position());
        return Objects.requireNonNull(count);
    }

    /// The event time of the event of a type that has that index in a span, in place order.
    ///
    /// @throws org.springframework.dao.EmptyResultDataAccessException if there are not so many
    public Instant eventTime(
            String pipeline, String eventType, @Nullable Instant from, Span span, long index) {
        OffsetDateTime time =
                jdbc.queryForObject(
                        "select event_time "
                                + OF_TYPE
                                + " order by event_time, event_id offset ? limit 1",
                        OffsetDateTime.class,
                        head(pipeline).id(),
                        eventType,
                        Times.lower(from),
                        Times.upper(span.until()),
                        span.position(),
                        index);
        return Objects.requireNonNull(time).toInstant();
    }

    private static <S, T> Iterator<T> mapped(Iterator<S> steps, Function<S, T> content) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return steps.hasNext();
            }

            @Override
            public T next() {
                return content.apply(steps.next());
            }
        };
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
