package dev.flywheel.feature.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.Json;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes one entity out of the archive: the one way in which it forgets.
///
/// What is left keeps its positions. The key must be among the erased ones before, so that nothing
/// of it is archived behind the eraser's back.
@Component
public final class ArchiveEraser {

    private static final int PAGE = 5_000;

    // No index leads from a key to its events: an erasure reads the archive once.
    private static final String FIND =
            """
            select event_time, event_id from event
            where archive_id = ? and event_time >= ? and (event_time, event_id) > (?, ?)
            and strpos(content, ?) > 0 order by event_time, event_id limit ?
            """;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public ArchiveEraser(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /// Told in the transaction that removes something, so that counts and rows are of one moment.
    public interface Removed {
        void events(int count);

        void entityVersions(int count);
    }

    /// Removes the events that name a key, and the reference data about it. Going on after a crash
    /// is calling it again.
    ///
    /// @param keyField under which events carry the key, such as `user_id`
    public void erase(
            String pipeline, String entity, String keyField, String key, Removed removed) {
        List<Short> archives =
                jdbc.query(
                        "select id from archive where pipeline = ?",
                        (row, _) -> row.getShort(1),
                        pipeline);
        for (short archive : archives) {
            String member = member(keyField, key);
            List<Found> page = find(archive, member, null);
            while (!page.isEmpty()) {
                List<Found> events = page;
                transaction.executeWithoutResult(_ -> remove(archive, events, removed));
                page = events.size() < PAGE ? List.of() : find(archive, member, events.getLast());
            }
            transaction.executeWithoutResult(_ -> remove(archive, entity, key, removed));
        }
    }

    /// The key as the content of an event has it: the reader of arrivals writes no spaces.
    private static String member(String keyField, String key) {
        return new String(Json.bytes(keyField), UTF_8) + ":" + new String(Json.bytes(key), UTF_8);
    }

    private List<Found> find(short archive, String member, @Nullable Found after) {
        OffsetDateTime from = after == null ? Times.lower(null) : after.eventTime;
        return jdbc.query(
                FIND,
                (row, _) -> new Found(row.getObject(1, OffsetDateTime.class), row.getString(2)),
                archive,
                from,
                from,
                after == null ? "" : after.eventId,
                member,
                PAGE);
    }

    private void remove(short archive, List<Found> events, Removed removed) {
        // In the order of who archives, or each would wait for the other.
        lock(archive);
        List<Object[]> places =
                events.stream()
                        .map(found -> new Object[] {archive, found.eventTime, found.eventId})
                        .toList();
        jdbc.batchUpdate(
                "delete from event where archive_id = ? and event_time = ? and event_id = ?",
                places);
        jdbc.batchUpdate(
                "delete from event_key where archive_id = ? and event_id = ?",
                events.stream().map(found -> new Object[] {archive, found.eventId}).toList());
        // The position moves on: what is asked for now is not what was asked for before.
        jdbc.update(
                "update archive set event_count = event_count - ?, position = position + 1 where id = ?",
                events.size(),
                archive);
        removed.events(events.size());
    }

    private void remove(short archive, String entity, String key, Removed removed) {
        lock(archive);
        int versions =
                jdbc.update(
                        "delete from entity_version where archive_id = ? and entity = ? and key = ?",
                        archive,
                        entity,
                        key);
        if (versions > 0) {
            jdbc.update(
                    "update archive set entity_version_count = entity_version_count - ?, position = position + 1 where id = ?",
                    versions,
                    archive);
            removed.entityVersions(versions);
        }
    }

    private void lock(short archive) {
        jdbc.queryForList("select id from archive where id = ? for update", archive);
    }

    private record Found(OffsetDateTime eventTime, String eventId) {}
}
