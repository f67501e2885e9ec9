package dev.flywheel.monitoring.alert;

import dev.flywheel.contracts.Json;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What has been decided and not yet told: written in the transaction of the decision, so that a
/// crash neither loses nor invents anything. Told at least once; ids make repeats harmless.
@Repository
public class Outbox {

    private final JdbcClient jdbc;

    public Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void add(String topic, String key, Object body) {
        jdbc.sql("insert into outbox (topic, record_key, body) values (:topic, :key, :body)")
                .param("topic", topic)
                .param("key", key)
                .param("body", Json.bytes(body))
                .update();
    }

    /// The oldest messages, locked until the caller's transaction ends; those that another instance
    /// holds are skipped.
    public List<Message> next(int limit) {
        return jdbc.sql(
                        """
                        select id, topic, record_key, body from outbox
                        order by id limit :limit for update skip locked
                        """)
                .param("limit", limit)
                .query((row, _) ->
                        new Message(
                                row.getLong("id"),
                                row.getString("topic"),
                                row.getString("record_key"),
                                row.getBytes("body")))
                .list();
    }

    public void remove(List<Message> told) {
        jdbc.sql("delete from outbox where id in (:ids)")
                .param("ids", told.stream().map(Message::id).toList())
                .update();
    }

    /// A record that is to be sent.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Message(long id, String topic, String key, byte[] body) {}
}
