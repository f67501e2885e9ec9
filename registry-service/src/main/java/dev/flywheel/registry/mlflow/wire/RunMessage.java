package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.LoggedRun;
import dev.flywheel.registry.tracking.Metric;
import dev.flywheel.registry.tracking.Param;
import dev.flywheel.registry.tracking.Run;
import dev.flywheel.registry.tracking.RunData;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A run with what it has logged and read.
public record RunMessage(RunInfo info, Data data, Inputs inputs) {

    public static RunMessage of(LoggedRun logged) {
        return new RunMessage(
                RunInfo.of(logged.run()), Data.of(logged.data()), Inputs.of(logged.data()));
    }

    /// The second half of a run's message, as the database keeps it: whoever changes what it looks
    /// like also takes those away that are kept, by a migration.
    public record Log(Data data, Inputs inputs) {

        public static Log of(RunData logged) {
            return new Log(Data.of(logged), Inputs.of(logged));
        }
    }

    /// What the run has read.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Inputs(@JsonProperty("dataset_inputs") List<DatasetMessage> datasetInputs) {

        private static Inputs of(RunData data) {
            return new Inputs(data.inputs().stream().map(DatasetMessage::of).toList());
        }
    }

    /// What is known of a run without its log.
    ///
    /// @param runUuid the id under its old name
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RunInfo(
            String runId,
            String runUuid,
            String runName,
            String experimentId,
            String userId,
            String status,
            @Nullable Long startTime,
            @Nullable Long endTime,
            String artifactUri,
            String lifecycleStage) {

        public static RunInfo of(Run run) {
            return new RunInfo(
                    run.id(),
                    run.id(),
                    run.name(),
                    Long.toString(run.experimentId()),
                    run.userId(),
                    run.status().name(),
                    run.startTime(),
                    run.endTime(),
                    run.artifactUri(),
                    run.lifecycleStage().word());
        }
    }

    /// The run's log.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Data(List<Metric> metrics, List<Param> params, List<Tag> tags) {

        private static Data of(RunData data) {
            return new Data(data.metrics(), data.params(), data.tags());
        }
    }
}
