package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.Digest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Which bytes no path names, and since when; and the lock that a sweep and whoever gives bytes a
/// path take turns by.
@Component
class SweepLedger {

    private final JdbcClient jdbc;

    SweepLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes which of these digests no path names now, and forgets those that one names again.
    ///
    /// @return those that no path has named since before that moment
    @Transactional
    Set<Digest> note(Collection<Digest> stored, Instant now, Instant before) {
        String[] digests = hex(stored);
        jdbc.sql(
                        """
                        delete from unreferenced_artifact u where u.digest = any(?)
                        and exists (select from artifact a where a.digest = u.digest)
                        """)
                .param(digests)
                .update();
        jdbc.sql(
                        """
                        insert into unreferenced_artifact (digest, since)
                        select d, ? from unnest(?) d
                        where not exists (select from artifact a where a.digest = d)
                        on conflict do nothing
                        """)
                .param(now.atOffset(ZoneOffset.UTC))
                .param(digests)
                .update();
        return jdbc.sql(
                        "select digest from unreferenced_artifact where digest = any(?) and since < ?")
                .param(digests)
                .param(before.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Digest(row.getString(1)))
                .set();
    }

    /// Keeps a sweep away from these bytes until the caller's transaction ends. Several may.
    @Transactional(propagation = Propagation.MANDATORY)
    void keep(Digest digest) {
        lock("pg_advisory_xact_lock_shared", digest);
        forget(digest);
    }

    /// Keeps those away who would give these bytes a path, until the caller's transaction ends.
    ///
    /// @return whether no path has named the bytes since before that moment
    @Transactional(propagation = Propagation.MANDATORY)
    boolean seize(Digest digest, Instant before) {
        lock("pg_advisory_xact_lock", digest);
        return note(List.of(digest), before, before).contains(digest);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void forget(Digest digest) {
        jdbc.sql("delete from unreferenced_artifact where digest = ?").param(digest.hex()).update();
    }

    private void lock(String function, Digest digest) {
        jdbc.sql("select " + function + "(hashtextextended(?, 0))")
                .param(digest.hex())
                .query((_, _) -> true)
                .single();
    }

    private static String[] hex(Collection<Digest> digests) {
        return digests.stream().map(Digest::hex).toArray(String[]::new);
    }
}
