package dev.flywheel.registry.model;

import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelException.ModelExistsException;
import dev.flywheel.registry.model.ModelException.NameKeptException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Takes models, versions and names out of use. Their rows stay, so that no number and no revision
/// is ever given twice under one name.
@Component
public class Tombstones {

    private final ModelRegistry registry;
    private final RegisteredModels models;
    private final ModelVersions versions;
    private final ArtifactIndex artifacts;
    private final Clock clock;

    Tombstones(
            ModelRegistry registry,
            RegisteredModels models,
            ModelVersions versions,
            ArtifactIndex artifacts,
            Clock clock) {
        this.registry = registry;
        this.models = models;
        this.versions = versions;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /// Gives a model that doesn't serve another name, with its versions, aliases and tags.
    ///
    /// @return what keeps the old name
    @Transactional
    public RegisteredModel rename(String name, String newName) {
        RegisteredModel model = registry.lock(name);
        model.requireNoChampion();
        if (models.findByName(newName).isPresent()) {
            throw new ModelExistsException(newName);
        }
        try {
            Optional<RegisteredModel> kept = models.lockDeleted(newName);
            kept.ifPresent(tombstone -> remove(tombstone, model));
            RegisteredModel old = model.rename(newName, kept, clock.instant());
            models.saveAndFlush(model);
            return models.saveAndFlush(old);
        } catch (DataIntegrityViolationException _) {
            throw new ModelExistsException(newName);
        }
    }

    /// Deletes a model that has no alias, and its versions.
    @Transactional
    public RegisteredModel deleteModel(String name) {
        RegisteredModel model = registry.lock(name);
        model.requireNoChampion();
        versions.findByModelOrderByNumber(model).forEach(this::empty);
        model.delete(clock.instant());
        return model;
    }

    /// Deletes a version that no alias names.
    ///
    /// @return whether a rollback would have brought it back
    @Transactional
    public boolean deleteVersion(String name, int number) {
        ModelVersion version = registry.lockVersion(name, number);
        version.requireNotChampion();
        empty(version);
        version.model().touch(clock.instant());
        return version.model().forgetChampion(number, clock.instant());
    }

    private void remove(RegisteredModel tombstone, RegisteredModel model) {
        if (!tombstone.isFreeFor(model)) {
            throw new NameKeptException(tombstone.name());
        }
        models.delete(tombstone);
        models.flush();
    }

    private void empty(ModelVersion version) {
        if (version.isBundleWhole()) {
            version.bundle().ifPresent(directory -> release(version, directory));
        }
        version.delete(clock.instant());
    }

    /// Gives up the files of a bundle, besides those that another version has too. The files are
    /// locked before others are looked for, as whoever registers one locks them too.
    private void release(ModelVersion version, ArtifactPath directory) {
        artifacts.lockBelow(directory);
        List<ArtifactPath> kept =
                versions
                        .findSharing(
                                version, directory.andAbove(), directory.directoryPrefix() + "%")
                        .stream()
                        .map(ArtifactPath::new)
                        .toList();
        artifacts.release(directory, kept);
    }
}
