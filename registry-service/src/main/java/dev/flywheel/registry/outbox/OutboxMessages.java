package dev.flywheel.registry.outbox;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The messages, in the order in which they were written.
interface OutboxMessages extends Repository<OutboxMessage, Long> {

    OutboxMessage save(OutboxMessage message);

    List<OutboxMessage> findTop100BySentAtIsNullOrderById();

    long countBySentAtIsNull();

    @Modifying
    @Query("delete from OutboxMessage m where m.sentAt < :before")
    int deleteSent(Instant before);

    /// Whether this transaction is now the only one that relays, in any process.
    @NativeQuery("select pg_try_advisory_xact_lock(hashtext('flywheel.registry.outbox'))")
    boolean tryLock();
}
