package dev.flywheel.registry.model;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelChanged.ModelCreated;
import dev.flywheel.registry.model.ModelChanged.VersionCreated;
import dev.flywheel.registry.model.ModelException.AliasNotFoundException;
import dev.flywheel.registry.model.ModelException.ModelExistsException;
import dev.flywheel.registry.model.ModelException.ModelNotFoundException;
import dev.flywheel.registry.model.ModelException.VersionNotFoundException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Registers models and numbers their versions.
@Component
public class ModelRegistry {

    private final RegisteredModels models;
    private final ModelVersions versions;
    private final ShownModels shown;
    private final BundleInspector bundles;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ModelRegistry(
            RegisteredModels models,
            ModelVersions versions,
            ShownModels shown,
            BundleInspector bundles,
            ApplicationEventPublisher events,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.shown = shown;
        this.bundles = bundles;
        this.events = events;
        this.clock = clock;
    }

    /// Registers a model. One that was deleted comes back empty, and numbers its versions on.
    @Transactional
    public RegisteredModel createModel(NewModel asked) {
        if (models.findByName(asked.name()).isPresent()) {
            throw new ModelExistsException(asked.name());
        }
        Optional<RegisteredModel> deleted = models.lockDeleted(asked.name());
        if (deleted.isPresent()) {
            deleted.get().register(asked, clock.instant());
            return told(deleted.get());
        }
        try {
            return told(models.saveAndFlush(new RegisteredModel(asked, clock.instant())));
        } catch (DataIntegrityViolationException _) {
            throw new ModelExistsException(asked.name());
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

    /// The newest version at each stage of these models, in the order of their numbers.
    @Transactional(readOnly = true)
    public List<ModelVersion> latestVersions(Collection<RegisteredModel> of) {
        return shown.latest(of).stream()
                .sorted(Comparator.comparingInt(ModelVersion::number))
                .toList();
    }

    /// Registers a version. The same run and source again, such as a retry, finds the version that
    /// is there.
    @Transactional
    public ModelVersion createVersion(NewVersion asked) {
        RegisteredModel model = lock(asked.model());
        ModelVersion version = registered(model, asked).orElseGet(() -> add(model, asked));
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

    /// The version, which nobody else changes before the caller's transaction ends.
    @Transactional
    public ModelVersion lockVersion(String model, int number) {
        lock(model);
        return version(model, number);
    }

    /// The version that has the bundle with that manifest; the first, if there are several.
    @Transactional(readOnly = true)
    public Optional<ModelVersion> versionWithBundle(RegisteredModel model, Digest manifest) {
        return versions.findByManifest(model, manifest.hex());
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

    /// Looks again at the versions that may have waited for the file that has arrived at a path.
    @Transactional
    public void fileArrived(ArtifactPath path) {
        for (WaitingVersion waiting : versions.findWaiting(path.above())) {
            lock(waiting.model());
            inspect(version(waiting.model(), waiting.number()), true);
        }
    }

    private RegisteredModel told(RegisteredModel model) {
        events.publishEvent(new ModelCreated(model.name(), model.tags(), model.description()));
        return model;
    }

    private ModelVersion add(RegisteredModel model, NewVersion asked) {
        ModelVersion version =
                versions.saveAndFlush(new ModelVersion(model, asked, clock.instant()));
        events.publishEvent(VersionCreated.of(version));
        return version;
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
}
