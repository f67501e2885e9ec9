package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.Experiment;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// An experiment.
@JsonNaming(SnakeCaseStrategy.class)
public record ExperimentMessage(
        String experimentId,
        String name,
        String artifactLocation,
        String lifecycleStage,
        long lastUpdateTime,
        long creationTime,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tag> tags) {

    public static ExperimentMessage of(Experiment experiment) {
        return new ExperimentMessage(
                Long.toString(experiment.id()),
                experiment.name(),
                experiment.artifactLocation(),
                experiment.lifecycleStage().word(),
                experiment.lastUpdatedAt().toEpochMilli(),
                experiment.createdAt().toEpochMilli(),
                experiment.tags());
    }
}
