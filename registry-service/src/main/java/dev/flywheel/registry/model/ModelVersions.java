package dev.flywheel.registry.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The versions of all models.
interface ModelVersions extends Repository<ModelVersion, Long> {

    ModelVersion saveAndFlush(ModelVersion version);

    Optional<ModelVersion> findByModelNameAndNumber(String model, int number);

    Optional<ModelVersion> findFirstByModelAndRunIdAndSourceOrderByNumber(
            RegisteredModel model, String runId, String source);

    /// The first version whose bundle is whole and has that manifest, which tells every other file.
    @Query(
            """
            select v from ModelVersion v, Artifact a
            where v.model = :model and v.bundleWhole
            and a.path = concat(v.bundlePath, '/manifest.json') and a.digest = :manifest
            order by v.number limit 1
            """)
    Optional<ModelVersion> findByManifest(RegisteredModel model, String manifest);

    List<ModelVersion> findByModelAndNumberIn(RegisteredModel model, Collection<Integer> numbers);

    List<ModelVersion> findByModelOrderByNumber(RegisteredModel model);

    /// The versions that were moved to a stage.
    List<ModelVersion> findByModelAndStage(RegisteredModel model, Stage stage);

    /// The directories of other whole bundles that may have files of a version's bundle too.
    ///
    /// @param above the bundle's directory, and those that it lies in
    /// @param below a pattern for those that lie in it
    @Query(
            """
            select v.bundlePath from ModelVersion v
            where v.bundleWhole and v <> :version
            and (v.bundlePath in :above or v.bundlePath like :below)
            """)
    List<String> findSharing(ModelVersion version, Collection<String> above, String below);

    /// The versions whose bundle may become whole when a file arrives at the path.
    @Query(
            """
            select new dev.flywheel.registry.model.WaitingVersion(v.model.name, v.number)
            from ModelVersion v
            where not v.bundleWhole and v.bundlePath in :directories
            order by v.id
            """)
    List<WaitingVersion> findWaiting(Collection<String> directories);
}
