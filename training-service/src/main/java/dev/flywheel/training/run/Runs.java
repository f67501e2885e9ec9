package dev.flywheel.training.run;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All runs.
interface Runs extends Repository<Run, UUID> {

    Run save(Run run);

    Run saveAndFlush(Run run);

    Optional<Run> findById(UUID id);

    /// The run, which nobody else changes before this transaction ends. The caller has not loaded
    /// it before.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from Run r where r.id = :id")
    Optional<Run> lock(UUID id);

    Optional<Run> findByRequestId(String requestId);

    List<Run> findByOrderByCreatedAtDesc(Limit limit);

    List<Run> findByPipelineOrderByCreatedAtDesc(String pipeline, Limit limit);

    List<Run> findByStateIn(Collection<RunState> states);

    boolean existsByPipelineAndStateInAndIdNot(
            String pipeline, Collection<RunState> states, UUID id);
}
