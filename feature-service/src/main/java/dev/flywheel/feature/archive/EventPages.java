package dev.flywheel.feature.archive;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Place;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Events in place order.
final class EventPages extends Pages<Replay.Step.OfEvent> {

    // The first condition on event_time lets PostgreSQL leave out whole partitions.
    private static final String PAGE =
            """
            select content, position from event
            where archive_id = ? and event_time >= ? and event_time < ? and position <= ?
            and (event_time, event_id) > (?, ?)
            order by event_time, event_id limit ?
            """;

    private final JdbcTemplate jdbc;
    private final short archive;
    private final Span span;

    EventPages(JdbcTemplate jdbc, short archive, Span span) {
        this.jdbc = jdbc;
        this.archive = archive;
        this.span = span;
    }

    @Override
    List<Replay.Step.OfEvent> after(Replay.Step.@Nullable OfEvent last) {
        Place after = last == null ? span.after() : last.event().place();
        OffsetDateTime from = Times.lower(after == null ? null : after.eventTime());
        return jdbc.query(
                PAGE,
                (row, _) ->
                        new Replay.Step.OfEvent(
                                Json.MAPPER.readValue(row.getString(1), Event.class),
                                row.getLong(2)),
                archive,
                from,
                Times.upper(span.until()),
                span.position(),
                from,
                after == null ? "" : after.eventId(),
                SIZE);
    }
}
