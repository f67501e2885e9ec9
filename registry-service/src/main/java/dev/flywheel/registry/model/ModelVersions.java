package dev.flywheel.registry.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The versions of all models.
interface ModelVersions extends Repository<ModelVersion, Long> {

    ModelVersion saveAndFlush(ModelVersion version);

    Optional<ModelVersion> findByModelNameAndNumber(String model, int number);

    Optional<ModelVersion> findFirstByModelAndRunIdAndSourceOrderByNumber(
            RegisteredModel model, String runId, String source);

    List<ModelVersion> findByModelAndNumberIn(RegisteredModel model, Collection<Integer> numbers);

    /// The newest version of each of the models.
    @Query(
            "select v from ModelVersion v where v.model in :models and v.number = v.model.lastVersion")
    List<ModelVersion> findLatest(Collection<RegisteredModel> models);

    /// The versions whose bundle may become whole when a file arrives at the path.
    @Query(
            """
            select new dev.flywheel.registry.model.WaitingVersion(v.model.name, v.number)
            from ModelVersion v
            where not v.bundleWhole and v.bundlePath in :directories
            order by v.id
            """)
    List<WaitingVersion> findWaiting(Collection<String> directories);

    /// A page of versions, the last updated first; of every model and run if none is given.
    @Query(
            """
            select v from ModelVersion v
            where (cast(:model as string) is null or v.model.name = :model)
            and (cast(:runId as string) is null or v.runId = :runId)
            order by v.lastUpdatedAt desc, v.model.name, v.number desc
            limit :limit offset :offset
            """)
    List<ModelVersion> search(
            @Nullable String model, @Nullable String runId, int limit, long offset);
}
