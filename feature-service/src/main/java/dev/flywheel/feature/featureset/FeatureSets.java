package dev.flywheel.feature.featureset;

import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.Pipeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// All feature sets that were ever declared, in PostgreSQL.
@Component
final class FeatureSets {

    private static final String SELECT =
            """
            select pipeline, id, source, state, generation, position, event_count, sent_count,
                sent_time, sent_id, began_at, whole_at, unneeded_since, changed_at
            from feature_set
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    FeatureSets(DataSource database, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.clock = clock;
    }

    /// Notes what a pipeline declares, unless it is known.
    void register(Pipeline pipeline) {
        jdbc.update(
                """
                insert into feature_set (pipeline, id, source, state, changed_at)
                values (?, ?, ?, 'NEW', ?) on conflict do nothing
                """,
                pipeline.name(),
                pipeline.featureSet().id(),
                pipeline.source(),
                sql(clock.instant()));
    }

    List<KnownFeatureSet> all() {
        return jdbc.query(SELECT + "order by pipeline, changed_at, id", (row, _) -> read(row));
    }

    List<KnownFeatureSet> of(String pipeline) {
        return jdbc.query(
                SELECT + "where pipeline = ? order by changed_at desc, id",
                (row, _) -> read(row),
                pipeline);
    }

    /// Locks it until the transaction ends; empty while another instance has it.
    Optional<KnownFeatureSet> lock(KnownFeatureSet set) {
        return jdbc
                .query(
                        SELECT + "where pipeline = ? and id = ? for update skip locked",
                        (row, _) -> read(row),
                        set.pipeline(),
                        set.id())
                .stream()
                .findFirst();
    }

    void save(KnownFeatureSet set) {
        KnownFeatureSet.Filling filling = set.filling();
        Place place = filling.place();
        jdbc.update(
                """
                update feature_set set state = ?, generation = ?, position = ?, event_count = ?,
                    sent_count = ?, sent_time = ?::timestamptz, sent_id = ?, began_at = ?::timestamptz,
                    whole_at = ?::timestamptz, unneeded_since = ?::timestamptz, changed_at = ?
                where pipeline = ? and id = ?
                """,
                set.state().name(),
                set.generation(),
                filling.position(),
                filling.events(),
                filling.sent(),
                sql(place == null ? null : place.eventTime()),
                place == null ? null : place.eventId(),
                sql(filling.beganAt()),
                sql(filling.wholeAt()),
                sql(set.unneededSince()),
                sql(set.changedAt()),
                set.pipeline(),
                set.id());
    }

    private static KnownFeatureSet read(ResultSet row) throws SQLException {
        Instant time = instant(row, 9);
        return new KnownFeatureSet(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                KnownFeatureSet.State.valueOf(row.getString(4)),
                row.getInt(5),
                new KnownFeatureSet.Filling(
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        time == null ? null : new Place(time, row.getString(10)),
                        instant(row, 11),
                        instant(row, 12)),
                instant(row, 13),
                row.getObject(14, OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime sql(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
