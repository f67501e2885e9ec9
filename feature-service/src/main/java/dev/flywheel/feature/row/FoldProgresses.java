package dev.flywheel.feature.row;

import dev.flywheel.contracts.Place;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/// The progress of each pipeline and feature set, in PostgreSQL.
@Component
public final class FoldProgresses {

    private static final String SELECT =
            "select position, event_time, event_id, row_count, late_event_count from fold_progress"
                    + " where pipeline = ? and feature_set = ?";

    /// How long the fold stays with an instance that does not say any more that it goes on.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final RowMapper<FoldProgress> MAPPER =
            (row, _) -> {
                OffsetDateTime time = row.getObject(2, OffsetDateTime.class);
                return new FoldProgress(
                        row.getLong(1),
                        time == null ? null : new Place(time.toInstant(), row.getString(3)),
                        row.getLong(4),
                        row.getLong(5));
            };

    private final JdbcTemplate jdbc;

    public FoldProgresses(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
    }

    public FoldProgress find(String pipeline, String featureSet) {
        return jdbc.query(SELECT, MAPPER, pipeline, featureSet).stream()
                .findFirst()
                .orElse(FoldProgress.NONE);
    }

    void register(String pipeline, String featureSet) {
        jdbc.update(
                "insert into fold_progress (pipeline, feature_set) values (?, ?) on conflict do nothing",
                pipeline,
                featureSet);
    }

    /// Locks the progress until the transaction ends; empty while another instance has it. It stays
    /// with an instance, as another one would have to fold everything first to go on.
    Optional<FoldProgress> lock(String pipeline, String featureSet, String instance) {
        return jdbc
                .query(
                        SELECT
                                + " and (folded_by is null or folded_by = ? or folded_until < now())"
                                + " for update skip locked",
                        MAPPER,
                        pipeline,
                        featureSet,
                        instance)
                .stream()
                .findFirst();
    }

    /// Says that an instance that has the lock goes on.
    void stay(String pipeline, String featureSet, String instance) {
        jdbc.update(
                """
                update fold_progress
                set folded_by = ?, folded_until = clock_timestamp() + ? * interval '1 second'
                where pipeline = ? and feature_set = ?
                  and (folded_by is distinct from ? or folded_until < clock_timestamp() + ? * interval '1 second')
                """,
                instance,
                LEASE.toSeconds(),
                pipeline,
                featureSet,
                instance,
                LEASE.toSeconds() / 2);
    }

    /// Leaves every fold that an instance has to the others.
    void leave(String instance) {
        jdbc.update(
                "update fold_progress set folded_by = null, folded_until = null where folded_by = ?",
                instance);
    }

    /// Has every fold of a pipeline begin anew, with rows published again: what was archived is not
    /// what it was.
    public void startOver(String pipeline) {
        jdbc.update(
                "update fold_progress set position = 0, event_time = null, event_id = null, row_count = 0 where pipeline = ?",
                pipeline);
    }

    void save(String pipeline, String featureSet, FoldProgress progress) {
        Place place = progress.place();
        jdbc.update(
                """
                update fold_progress set position = ?, event_time = ?::timestamptz, event_id = ?,
                    row_count = ?, late_event_count = ?
                where pipeline = ? and feature_set = ?
                """,
                progress.position(),
                place == null ? null : place.eventTime().atOffset(ZoneOffset.UTC),
                place == null ? null : place.eventId(),
                progress.rows(),
                progress.lateEvents(),
                pipeline,
                featureSet);
    }
}
