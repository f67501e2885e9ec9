package dev.flywheel.registry.webhook;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The webhooks and the log of their deliveries in the database.
@Repository
class WebhookStore {

    private static final String COLUMNS =
            "id, name, description, url, events, status, created_at, last_updated_at";

    private final JdbcClient jdbc;

    WebhookStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param secret sealed; null for none
    void insert(Webhook webhook, @Nullable String secret) {
        statement(
                        """
                        insert into webhook
                            (id, name, description, url, events, status, secret, created_at, last_updated_at)
                        values (:id, :name, :description, :url, :events, :status, :secret, :updated, :updated)
                        """,
                        webhook,
                        secret)
                .update();
    }

    /// @param secret sealed; null leaves it as it is
    void update(Webhook webhook, @Nullable String secret) {
        statement(
                        """
                        update webhook set name = :name, description = :description, url = :url,
                            events = :events, secret = coalesce(:secret, secret),
                            failures = case when status = :status then failures else 0 end,
                            status = :status, last_updated_at = :updated
                        where id = :id
                        """,
                        webhook,
                        secret)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from webhook where id = :id").param("id", id).update();
    }

    Optional<Webhook> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from webhook where id = :id")
                .param("id", id)
                .query(WebhookStore::webhook)
                .optional();
    }

    Optional<String> secret(UUID id) {
        return jdbc.sql("select secret from webhook where id = :id and secret is not null")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    List<Webhook> list(int limit, long offset) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from webhook order by seq limit :limit offset :offset")
                .param("limit", limit)
                .param("offset", offset)
                .query(WebhookStore::webhook)
                .list();
    }

    List<Delivery> deliveries(UUID webhook, int limit, long offset) {
        return jdbc.sql(
                        """
                        select id, event, model, status, attempts, created_at, due_at, finished_at,
                            response_status, error
                        from webhook_delivery where webhook_id = :webhook
                        order by seq desc limit :limit offset :offset
                        """)
                .param("webhook", webhook)
                .param("limit", limit)
                .param("offset", offset)
                .query(WebhookStore::delivery)
                .list();
    }

    private JdbcClient.StatementSpec statement(
            String sql, Webhook webhook, @Nullable String secret) {
        return jdbc.sql(sql)
                .param("id", webhook.id())
                .param("name", webhook.name())
                .param("description", webhook.description())
                .param("url", webhook.url())
                .param(
                        "events",
                        webhook.events().stream().map(EventType::toString).toArray(String[]::new))
                .param("status", webhook.status().name())
                .param("secret", secret, Types.VARCHAR)
                .param("updated", Timestamp.from(webhook.lastUpdatedAt()));
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        return new Webhook(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("description"),
                row.getString("url"),
                events(row.getArray("events")),
                Webhook.Status.valueOf(row.getString("status")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_updated_at").toInstant());
    }

    private static Set<EventType> events(Array names) throws SQLException {
        return Arrays.stream((String[]) names.getArray())
                .map(EventType::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        Instant finishedAt = finished == null ? null : finished.toInstant();
        return new Delivery(
                row.getObject("id", UUID.class),
                EventType.of(row.getString("event")),
                row.getString("model"),
                Delivery.Status.valueOf(row.getString("status")),
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                finishedAt,
                row.getObject("response_status", Integer.class),
                row.getString("error"));
    }
}
