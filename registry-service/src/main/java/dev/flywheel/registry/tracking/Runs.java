package dev.flywheel.registry.tracking;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The runs, by id.
interface Runs extends Repository<Run, String> {

    Run saveAndFlush(Run run);

    Optional<Run> findById(String id);

    /// A page of the experiments' runs, the latest start first.
    @Query(
            """
            select r from Run r
            where r.experimentId in :experiments and r.lifecycleStage in :stages
            order by r.startTime desc nulls last, r.id limit :limit offset :offset
            """)
    List<Run> search(
            Collection<Long> experiments,
            Collection<LifecycleStage> stages,
            int limit,
            long offset);
}
