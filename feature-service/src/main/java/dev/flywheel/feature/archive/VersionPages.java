package dev.flywheel.feature.archive;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Json;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;

/// Entity versions in the order in which they become valid.
final class VersionPages extends Pages<Replay.Step.OfEntityVersion> {

    private static final String PAGE =
            """
            select entity, key, valid_from, attributes, position from entity_version
            where archive_id = ? and valid_from >= ? and valid_from < ? and position <= ?
            and (valid_from, entity, key, position) > (?, ?, ?, ?)
            order by valid_from, entity, key, position limit ?
            """;

    private final JdbcTemplate jdbc;
    private final short archive;
    private final Span span;

    VersionPages(JdbcTemplate jdbc, short archive, Span span) {
        this.jdbc = jdbc;
        this.archive = archive;
        this.span = span;
    }

    @Override
    List<Replay.Step.OfEntityVersion> after(Replay.Step.@Nullable OfEntityVersion last) {
        OffsetDateTime from =
                Times.lower(last == null ? span.versionsFrom() : last.version().validFrom());
        return jdbc.query(
                PAGE,
                (row, _) ->
                        new Replay.Step.OfEntityVersion(
                                new EntityVersion(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        Json.MAPPER.readValue(
                                                row.getString(4), new TypeReference<>() {})),
                                row.getLong(5)),
                archive,
                from,
                Times.upper(span.until()),
                span.position(),
                from,
                last == null ? "" : last.version().entity(),
                last == null ? "" : last.version().key(),
                last == null ? -1L : last.position(),
                SIZE);
    }
}
