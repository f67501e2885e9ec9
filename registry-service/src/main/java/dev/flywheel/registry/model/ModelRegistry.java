package dev.flywheel.registry.model;

import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelException.AliasNotFoundException;
import dev.flywheel.registry.model.ModelException.ModelExistsException;
import dev.flywheel.registry.model.ModelException.ModelNotFoundException;
import dev.flywheel.registry.model.ModelException.VersionNotFoundException;
import dev.flywheel.registry.naming.Tag;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Registers models and numbers their versions.
@Component
public class ModelRegistry {

    private final RegisteredModels models;
    private final ModelVersions versions;
    private final BundleInspector bundles;
    private final Clock clock;

    ModelRegistry(
            RegisteredModels models, ModelVersions versions, BundleInspector bundles, Clock clock) {
        this.models = models;
        this.versions = versions;
        this.bundles = bundles;
        this.clock = clock;
    }

    @Transactional
    public RegisteredModel createModel(String name, @Nullable String description, List<Tag> tags) {
        if (models.findByName(name).isPresent()) {
            throw new ModelExistsException(name);
        }
        try {
            return models.saveAndFlush(
                    new RegisteredModel(name, description, tags, clock.instant()));
        } catch (DataIntegrityViolationException _) {
            throw new ModelExistsException(name);
        }
    }

    @Transactional(readOnly = true)
    public RegisteredModel model(String name) {
        return models.findByName(name).orElseThrow(() -> new ModelNotFoundException(name));
    }

    /// The model, which nobody else changes before the caller's transaction ends.
    @Transactional
    public RegisteredModel lock(String name) {
        return models.lock(name).orElseThrow(() -> new ModelNotFoundException(name));
    }

    /// A page of models in the order of their names.
    ///
    /// @param name only the one of that name, if given
    @Transactional(readOnly = true)
    public List<RegisteredModel> searchModels(@Nullable String name, int limit, long offset) {
        return models.search(name, limit, offset);
    }

    /// The newest version of each of these models that has any.
    @Transactional(readOnly = true)
    public List<ModelVersion> latestVersions(Collection<RegisteredModel> of) {
        return versions.findLatest(of);
    }

    /// Registers a version. The same run and source again, such as a retry, finds the version that
    /// is there.
    @Transactional
    public ModelVersion createVersion(NewVersion asked) {
        RegisteredModel model = lock(asked.model());
        ModelVersion version =
                registered(model, asked)
                        .orElseGet(() ->
                                versions.saveAndFlush(
                                        new ModelVersion(model, asked, clock.instant())));
        if (!version.isBundleWhole()) {
            inspect(version, asked.isFlywheels());
        }
        return version;
    }

    @Transactional(readOnly = true)
    public ModelVersion version(String model, int number) {
        return versions.findByModelNameAndNumber(model, number)
                .orElseThrow(() -> new VersionNotFoundException(model, number));
    }

    @Transactional(readOnly = true)
    public ModelVersion aliased(String model, String alias) {
        int number =
                model(model).aliased(alias).orElseThrow(() -> new AliasNotFoundException(alias));
        return version(model, number);
    }

    @Transactional(readOnly = true)
    public List<ModelVersion> versions(RegisteredModel model, Collection<Integer> numbers) {
        return versions.findByModelAndNumberIn(model, numbers);
    }

    /// A page of versions, the last updated first.
    ///
    /// @param model only of that model, if given
    /// @param runId only of that run, if given
    @Transactional(readOnly = true)
    public List<ModelVersion> searchVersions(
            @Nullable String model, @Nullable String runId, int limit, long offset) {
        return versions.search(model, runId, limit, offset);
    }

    @Transactional
    public void setVersionTag(String model, int number, Tag tag) {
        models.lock(model);
        version(model, number).setTag(tag, clock.instant());
    }

    /// Looks again at the versions that may have waited for the file that has arrived at a path.
    @Transactional
    public void fileArrived(ArtifactPath path) {
        for (WaitingVersion waiting : versions.findWaiting(directoriesAbove(path))) {
            lock(waiting.model());
            inspect(version(waiting.model(), waiting.number()), true);
        }
    }

    private Optional<ModelVersion> registered(RegisteredModel model, NewVersion asked) {
        return Optional.ofNullable(asked.runId())
                .flatMap(run ->
                        versions.findFirstByModelAndRunIdAndSourceOrderByNumber(
                                model, run, asked.source()));
    }

    private void inspect(ModelVersion version, boolean manifestComes) {
        version.bundle()
                .map(directory -> bundles.inspect(directory, manifestComes))
                .ifPresent(found -> {
                    if (found instanceof Bundle.Whole(List<Artifact> files)) {
                        files.forEach(Artifact::seal);
                    }
                    version.judge(found, clock.instant());
                });
    }

    private static List<String> directoriesAbove(ArtifactPath path) {
        List<String> directories = new ArrayList<>();
        String value = path.value();
        for (int slash = value.lastIndexOf('/');
                slash > 0;
                slash = value.lastIndexOf('/', slash - 1)) {
            directories.add(value.substring(0, slash));
        }
        return directories;
    }
}
