package dev.flywheel.registry.artifact;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The files below the artifact proxy, by path.
interface Artifacts extends Repository<Artifact, String> {

    /// Puts a file at a path that has none; of one that is there it only takes the lock, so that
    /// nobody deletes it before the transaction ends.
    @Modifying
    @NativeQuery(
            """
            insert into artifact (path, digest, bytes, sealed, stored_at)
            values (:path, :digest, :bytes, false, :at)
            on conflict (path) do update set path = excluded.path
            """)
    void insertOrLock(String path, String digest, long bytes, Instant at);

    Optional<Artifact> findByPath(String path);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Artifact a where a.path = :path")
    Artifact lock(String path);

    /// The files with `from <= path < to`, in the order of their paths.
    @Query("select a from Artifact a where a.path >= :from and a.path < :to order by a.path")
    List<Artifact> findBetween(String from, String to);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Artifact a where a.path >= :from and a.path < :to order by a.path")
    List<Artifact> findForUpdateBetween(String from, String to);

    @Modifying
    @Query("delete from Artifact a where a.path in :paths")
    void deleteAll(Collection<String> paths);
}
