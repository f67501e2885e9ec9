package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.webhook.Shipment.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Hands out the deliveries that are due, each to one process, and notes what became of them.
///
/// A claim is a lease: whoever claims and dies leaves a delivery that is due again when the lease
/// is over. Of a webhook only the oldest unfinished delivery is handed out, which keeps their
/// order.
@Component
class Shipments {

    private static final int LEASE_TIMEOUTS = 3;
    private static final int LONGEST_ERROR = 500;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final RegistryProperties.Webhooks properties;
    private final Clock clock;

    Shipments(JdbcClient jdbc, Secrets secrets, RegistryProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.properties = properties.webhooks();
        this.clock = clock;
    }

    @Transactional
    public List<Shipment> claim(int atMost) {
        Instant now = clock.instant();
        Instant lease = now.plus(properties.timeout().multipliedBy(LEASE_TIMEOUTS));
        return jdbc.sql(
                        """
                        with due as materialized (
                            select head.id from webhook_delivery head
                            join webhook on webhook.id = head.webhook_id
                            where head.status = 'PENDING' and head.due_at <= :now
                            and webhook.status = 'ACTIVE'
                            and not exists (
                                select from webhook_delivery earlier
                                where earlier.webhook_id = head.webhook_id
                                and earlier.status = 'PENDING' and earlier.seq < head.seq)
                            order by head.seq limit :limit
                            for update of head skip locked)
                        update webhook_delivery claimed
                        set attempts = claimed.attempts + 1, due_at = :lease
                        from due, webhook
                        where claimed.id = due.id and webhook.id = claimed.webhook_id
                        returning claimed.id, claimed.webhook_id, claimed.body, claimed.attempts,
                            webhook.url, webhook.secret
                        """)
                .param("lease", Timestamp.from(lease))
                .param("now", Timestamp.from(now))
                .param("limit", atMost)
                .query(this::shipment)
                .list();
    }

    private Shipment shipment(ResultSet row, int number) throws SQLException {
        String secret = row.getString("secret");
        return new Shipment(
                row.getObject("id", UUID.class),
                row.getObject("webhook_id", UUID.class),
                row.getString("body"),
                row.getInt("attempts"),
                new Target(row.getString("url"), secret == null ? "" : secrets.open(secret)));
    }

    /// It has arrived; its webhook's failures are forgiven.
    @Transactional
    public void delivered(Shipment shipment, Outcome outcome) {
        // Before its delivery, as whoever deletes a webhook locks them in that order.
        jdbc.sql("update webhook set failures = 0 where id = :id and failures > 0")
                .param("id", shipment.webhook())
                .update();
        finish(shipment, Delivery.Status.DELIVERED, outcome);
    }

    /// It is tried again later.
    @Transactional
    public void postponed(Shipment shipment, Outcome outcome, Duration delay) {
        jdbc.sql(
                        """
                        update webhook_delivery
                        set due_at = :due, response_status = :response, error = :error
                        where id = :id and attempts = :attempt and status = 'PENDING'
                        """)
                .param("due", Timestamp.from(clock.instant().plus(delay)))
                .param("response", outcome.responseStatus())
                .param("error", shortened(outcome))
                .param("id", shipment.id())
                .param("attempt", shipment.attempt())
                .update();
    }

    /// It has failed for good. A webhook of which too many in a row fail is disabled.
    ///
    /// @return whether the webhook has been disabled by this one
    @Transactional
    public boolean failed(Shipment shipment, Outcome outcome) {
        lock(shipment.webhook());
        if (!finish(shipment, Delivery.Status.FAILED, outcome)) {
            return false;
        }
        return jdbc.sql(
                        """
                        update webhook set failures = failures + 1,
                        status = case when failures + 1 >= :limit then 'DISABLED' else status end
                        where id = :id returning status = 'DISABLED'
                        """)
                .param("limit", properties.disableAfter())
                .param("id", shipment.webhook())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /// How many deliveries of active webhooks are not finished.
    @Transactional(readOnly = true)
    public long pending() {
        return jdbc.sql(
                        """
                        select count(*) from webhook_delivery join webhook on webhook.id = webhook_id
                        where webhook_delivery.status = 'PENDING' and webhook.status = 'ACTIVE'
                        """)
                .query(Long.class)
                .single();
    }

    /// Deletes the deliveries of a while ago: those that are finished, and those that wait for a
    /// webhook which nobody has enabled again.
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    @Transactional
    public int forgetOld() {
        return jdbc.sql(
                        """
                        delete from webhook_delivery using webhook
                        where webhook.id = webhook_id and webhook_delivery.created_at < :before
                        and (webhook_delivery.status <> 'PENDING' or webhook.status = 'DISABLED')
                        """)
                .param("before", Timestamp.from(clock.instant().minus(properties.keep())))
                .update();
    }

    /// To be called before a delivery of it is changed: whoever deletes a webhook locks them in
    /// that order, too.
    private void lock(UUID webhook) {
        jdbc.sql("select id from webhook where id = :id for no key update")
                .param("id", webhook)
                .query(UUID.class)
                .optional();
    }

    /// @return false if another process has taken it over meanwhile
    private boolean finish(Shipment shipment, Delivery.Status status, Outcome outcome) {
        return jdbc.sql(
                                """
                                update webhook_delivery
                                set status = :status, finished_at = :now, response_status = :response, error = :error
                                where id = :id and attempts = :attempt and status = 'PENDING'
                                """)
                        .param("status", status.name())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("response", outcome.responseStatus())
                        .param("error", shortened(outcome))
                        .param("id", shipment.id())
                        .param("attempt", shipment.attempt())
                        .update()
                == 1;
    }

    private static @Nullable String shortened(Outcome outcome) {
        String error = outcome.error();
        return error == null || error.length() <= LONGEST_ERROR
                ? error
                : error.substring(0, LONGEST_ERROR);
    }
}
