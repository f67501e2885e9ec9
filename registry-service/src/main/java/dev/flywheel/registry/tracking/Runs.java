package dev.flywheel.registry.tracking;

import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The runs, by id.
interface Runs extends Repository<Run, String> {

    Run saveAndFlush(Run run);

    Optional<Run> findById(String id);

    /// Deletes the active runs of an experiment.
    @Modifying
    @Query(
            """
            update Run r set r.lifecycleStage = LifecycleStage.DELETED, r.deletedAt = :at
            where r.experimentId = :experiment and r.lifecycleStage = LifecycleStage.ACTIVE
            """)
    void deleteActive(long experiment, Instant at);

    /// Restores the runs of an experiment that were deleted at that instant.
    @Modifying
    @Query(
            """
            update Run r set r.lifecycleStage = LifecycleStage.ACTIVE, r.deletedAt = null
            where r.experimentId = :experiment and r.deletedAt = :at
            """)
    void restoreDeletedAt(long experiment, Instant at);
}
