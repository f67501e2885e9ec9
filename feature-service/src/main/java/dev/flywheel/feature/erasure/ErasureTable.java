package dev.flywheel.feature.erasure;

import dev.flywheel.feature.erased.KeyHash;
import dev.flywheel.feature.erasure.Erasure.HeldBy;
import dev.flywheel.feature.erasure.Erasure.Request;
import dev.flywheel.feature.erasure.Erasure.Step;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Erasures in PostgreSQL.
@Component
final class ErasureTable {

    private static final String SELECT =
            """
            select id, pipeline, entity, key_hash, step, error, events, entity_versions, finished_at,
                (select coalesce(sum(state_count), 0) from erased_state where erasure_id = id)
            from erasure
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ErasureTable(DataSource database, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        this.clock = clock;
    }

    /// An erasure that is under way.
    ///
    /// @param since when it came to its step
    record Job(
            UUID id,
            String pipeline,
            String entity,
            String keyField,
            String keyHash,
            String key,
            Step step,
            Instant since) {}

    /// Adds an erasure, or sets one of the same key going again, and notes the request. From its
    /// commit on the archive takes in nothing more of the key.
    UUID request(String pipeline, ErasureRequest.Checked asked, String requestedBy) {
        return Objects.requireNonNull(
                transaction.execute(_ -> {
                    lockArchive(pipeline);
                    String hash = KeyHash.of(salt(pipeline), asked.entity(), asked.key());
                    UUID id = put(pipeline, asked, hash);
                    jdbc.update(
                            "insert into erasure_request (erasure_id, requested_by, requested_at, reason) values (?, ?, ?, ?)",
                            id,
                            requestedBy,
                            now(),
                            asked.reason());
                    jdbc.update(
                            "update archive set erasure_count = (select count(*) from erasure where pipeline = ?) where pipeline = ?",
                            pipeline,
                            pipeline);
                    return id;
                }));
    }

    private void lockArchive(String pipeline) {
        jdbc.update(
                "insert into archive (pipeline) values (?) on conflict (pipeline) do nothing",
                pipeline);
        jdbc.queryForList("select id from archive where pipeline = ? for update", pipeline);
    }

    private byte[] salt(String pipeline) {
        byte[] salt = new byte[KeyHash.SALT];
        random.nextBytes(salt);
        jdbc.update(
                "insert into erasure_salt (pipeline, salt) values (?, ?) on conflict do nothing",
                pipeline,
                salt);
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select salt from erasure_salt where pipeline = ?",
                        byte[].class,
                        pipeline));
    }

    private UUID put(String pipeline, ErasureRequest.Checked asked, String hash) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        """
                        insert into erasure (id, pipeline, entity, key_field, key_hash, key, step, step_since, requested_at)
                        values (?, ?, ?, ?, ?, ?, 'ARCHIVE', ?, ?)
                        on conflict (pipeline, key_hash) do update
                        set key = excluded.key, step = 'ARCHIVE', step_since = excluded.step_since,
                            error = null, finished_at = null
                        returning id
                        """,
                        UUID.class,
                        UUID.randomUUID(),
                        pipeline,
                        asked.entity(),
                        asked.keyField(),
                        hash,
                        asked.key(),
                        now(),
                        now()));
    }

    Optional<Erasure> find(UUID id) {
        return jdbc.query(SELECT + "where id = ?", this::erasure, id).stream().findFirst();
    }

    /// The latest of a pipeline.
    List<Erasure> of(String pipeline, int limit) {
        return jdbc.query(
                SELECT + "where pipeline = ? order by requested_at desc, id limit ?",
                this::erasure,
                pipeline,
                limit);
    }

    /// Those that are not finished, the oldest first.
    List<Job> unfinished() {
        return jdbc.query(
                """
                select id, pipeline, entity, key_field, key_hash, key, step, step_since from erasure
                where step <> 'DONE' and key is not null order by requested_at, id
                """,
                (row, _) ->
                        new Job(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                Step.valueOf(row.getString(7)),
                                row.getObject(8, OffsetDateTime.class).toInstant()));
    }

    void addEvents(UUID id, int count) {
        jdbc.update("update erasure set events = events + ? where id = ?", count, id);
    }

    void addEntityVersions(UUID id, int count) {
        jdbc.update(
                "update erasure set entity_versions = entity_versions + ? where id = ?", count, id);
    }

    void add(UUID id, HeldBy snapshot) {
        jdbc.update(
                """
                insert into erased_snapshot (erasure_id, snapshot_id, rows_sha256, lists_sha256, row_count)
                values (?, ?, ?, ?, ?)
                on conflict (erasure_id, snapshot_id) do update set rows_sha256 = excluded.rows_sha256,
                    lists_sha256 = excluded.lists_sha256, row_count = excluded.row_count
                """,
                id,
                snapshot.id(),
                snapshot.rowsSha256(),
                snapshot.listsSha256(),
                snapshot.rows());
    }

    List<HeldBy> snapshots(UUID id) {
        return jdbc.query(
                "select snapshot_id, row_count, rows_sha256, lists_sha256 from erased_snapshot where erasure_id = ? order by snapshot_id",
                (row, _) ->
                        new HeldBy(
                                row.getString(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4)),
                id);
    }

    /// Notes that an instance has looked for states, of each erasure of a pipeline.
    ///
    /// @param keyHash of the erased key
    /// @param states how many it found; what it found earlier stays noted
    void swept(String pipeline, String keyHash, String instance, int states) {
        jdbc.update(
                """
                insert into erased_state (erasure_id, instance, state_count)
                select id, ?, ? from erasure where pipeline = ? and key_hash = ?
                on conflict (erasure_id, instance) do update
                set state_count = greatest(erased_state.state_count, excluded.state_count)
                """,
                instance,
                states,
                pipeline,
                keyHash);
    }

    /// Goes to the next step; the key is forgotten with the last one.
    void advance(UUID id, Step next) {
        boolean done = next == Step.DONE;
        jdbc.update(
                "update erasure set step = ?, step_since = ?, error = null, finished_at = ?, key = case when ? then null else key end where id = ?",
                next.name(),
                now(),
                done ? now() : null,
                done,
                id);
    }

    void failed(UUID id, String error) {
        jdbc.update("update erasure set error = ? where id = ?", error, id);
    }

    private Erasure erasure(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject(1, UUID.class);
        Step step = Step.valueOf(row.getString(5));
        @Nullable OffsetDateTime finished = row.getObject(9, OffsetDateTime.class);
        List<HeldBy> snapshots = snapshots(id);
        return new Erasure(
                id,
                row.getString(2),
                row.getString(3),
                row.getString(4),
                step == Step.DONE ? Erasure.Status.SUCCEEDED : Erasure.Status.RUNNING,
                step,
                row.getString(6),
                new Erasure.Removed(
                        row.getLong(7), row.getLong(8), snapshots.size(), row.getLong(10)),
                snapshots,
                requests(id),
                finished == null ? null : finished.toInstant());
    }

    private List<Request> requests(UUID id) {
        return jdbc.query(
                "select requested_by, requested_at, reason from erasure_request where erasure_id = ? order by id",
                (row, _) ->
                        new Request(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                row.getString(3)),
                id);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
