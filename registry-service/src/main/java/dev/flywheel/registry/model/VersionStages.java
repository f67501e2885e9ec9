package dev.flywheel.registry.model;

import dev.flywheel.contracts.ModelServing;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Which version is at which of MLflow's stages. Who is champion is not decided here.
@Component
public class VersionStages {

    private final ModelRegistry registry;
    private final ModelVersions versions;
    private final Clock clock;

    VersionStages(ModelRegistry registry, ModelVersions versions, Clock clock) {
        this.registry = registry;
        this.versions = versions;
        this.clock = clock;
    }

    /// The versions of a model that are at a stage.
    @Transactional
    public List<ModelVersion> at(RegisteredModel model, Stage stage) {
        if (stage == Stage.PRODUCTION) {
            return model.aliased(ModelServing.CHAMPION).stream()
                    .map(champion -> registry.version(model.name(), champion))
                    .toList();
        }
        return versions.findByModelAndStage(model, stage).stream()
                .filter(version -> !version.isChampion())
                .toList();
    }

    /// Notes the stage of a version, which is champion if that is Production, and else is not.
    @Transactional
    public ModelVersion move(String name, int number, Stage stage) {
        ModelVersion version = registry.lockVersion(name, number);
        if (stage != Stage.PRODUCTION) {
            version.requireNotChampion();
        }
        version.moveTo(stage, clock.instant());
        version.model().touch(clock.instant());
        return version;
    }
}
