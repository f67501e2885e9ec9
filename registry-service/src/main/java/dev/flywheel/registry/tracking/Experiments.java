package dev.flywheel.registry.tracking;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The experiments, by number and by name.
interface Experiments extends Repository<Experiment, Long> {

    Experiment saveAndFlush(Experiment experiment);

    Optional<Experiment> findById(long id);

    Optional<Experiment> findByName(String name);

    /// A page of experiments, the newest first; of every name if none is given.
    @Query(
            """
            select e from Experiment e
            where e.lifecycleStage in :stages and (cast(:name as string) is null or e.name = :name)
            order by e.lastUpdatedAt desc, e.id desc limit :limit offset :offset
            """)
    List<Experiment> search(
            Collection<LifecycleStage> stages, @Nullable String name, int limit, long offset);
}
