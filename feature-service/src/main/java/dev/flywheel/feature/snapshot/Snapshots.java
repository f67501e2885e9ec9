package dev.flywheel.feature.snapshot;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.SnapshotRequest;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/// The snapshots that were ever asked for, in PostgreSQL.
@Component
public final class Snapshots {

    private static final String SELECT =
            "select id, pipeline, request, status, attempts, error, manifest, created_at from snapshot ";

    private static final RowMapper<Snapshot> MAPPER =
            (row, _) -> {
                String manifest = row.getString(7);
                return new Snapshot(
                        row.getString(1),
                        row.getString(2),
                        Json.MAPPER.readValue(row.getString(3), SnapshotRequest.class),
                        Snapshot.Status.valueOf(row.getString(4)),
                        row.getInt(5),
                        row.getString(6),
                        manifest == null
                                ? null
                                : Json.MAPPER.readValue(manifest, SnapshotManifest.class),
                        row.getObject(8, OffsetDateTime.class).toInstant());
            };

    private final JdbcTemplate jdbc;
    private final Clock clock;

    public Snapshots(DataSource database, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.clock = clock;
    }

    public Optional<Snapshot> find(String id) {
        return jdbc.query(SELECT + "where id = ?", MAPPER, id).stream().findFirst();
    }

    /// Those that are not finished, the oldest first.
    List<Snapshot> running() {
        return jdbc.query(SELECT + "where status = 'RUNNING' order by created_at, id", MAPPER);
    }

    /// All of a pipeline that have that status, the oldest first.
    List<Snapshot> of(String pipeline, Snapshot.Status status) {
        return jdbc.query(
                SELECT + "where pipeline = ? and status = ? order by created_at, id",
                MAPPER,
                pipeline,
                status.name());
    }

    /// Takes back that a snapshot was made, as its files are gone. Asked for again it is made anew.
    void forget(String id, String why) {
        jdbc.update(
                "update snapshot set status = 'FAILED', error = ?, manifest = null, changed_at = ? where id = ?",
                why,
                now(),
                id);
    }

    /// Adds a snapshot, or sets one that failed going again; one that runs or succeeded stays.
    void request(Snapshot snapshot) {
        jdbc.update(
                """
                insert into snapshot (id, pipeline, request, position, status, created_at, changed_at)
                values (?, ?, ?, ?, 'RUNNING', ?, ?)
                on conflict (id) do update
                set status = 'RUNNING', attempts = 0, error = null, changed_at = excluded.changed_at
                where snapshot.status = 'FAILED'
                """,
                snapshot.id(),
                snapshot.pipeline(),
                Json.MAPPER.writeValueAsString(snapshot.request()),
                snapshot.request().archivePosition(),
                snapshot.createdAt().atOffset(ZoneOffset.UTC),
                now());
    }

    void attempt(String id) {
        jdbc.update(
                "update snapshot set attempts = attempts + 1, changed_at = ? where id = ?",
                now(),
                id);
    }

    void succeed(String id, SnapshotManifest manifest) {
        jdbc.update(
                "update snapshot set status = 'SUCCEEDED', manifest = ?, changed_at = ? where id = ?",
                Json.MAPPER.writeValueAsString(manifest),
                now(),
                id);
    }

    void fail(String id, String error) {
        jdbc.update(
                "update snapshot set status = 'FAILED', error = ?, changed_at = ? where id = ?",
                error,
                now(),
                id);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
