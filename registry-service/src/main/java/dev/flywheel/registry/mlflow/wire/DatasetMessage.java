package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.Dataset;
import dev.flywheel.registry.tracking.DatasetInput;
import dev.flywheel.registry.tracking.DatasetSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A data set that a run has read, with what it was used for.
public record DatasetMessage(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tag> tags, Description dataset) {

    public static DatasetMessage of(DatasetInput input) {
        return new DatasetMessage(input.tags(), Description.of(input.dataset()));
    }

    /// Reads what a request says that a run has read.
    public static DatasetInput read(MlflowRequest request) {
        MlflowRequest dataset = request.object("dataset");
        return new DatasetInput(
                new Dataset(
                        dataset.required("name"),
                        dataset.required("digest"),
                        dataset.required("source_type"),
                        dataset.required("source"),
                        dataset.text("schema").orElse(null),
                        dataset.text("profile").orElse(null)),
                request.tags());
    }

    /// The data set itself.
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Description(
            String name,
            String digest,
            String sourceType,
            String source,
            @Nullable String schema,
            @Nullable String profile) {

        private static Description of(Dataset dataset) {
            return new Description(
                    dataset.name(),
                    dataset.digest(),
                    dataset.sourceType(),
                    dataset.source(),
                    dataset.schema(),
                    dataset.profile());
        }
    }

    /// A data set in a list of an experiment's.
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Summary(
            String experimentId, String name, String digest, @Nullable String context) {

        public static Summary of(DatasetSummary summary) {
            return new Summary(
                    Long.toString(summary.experimentId()),
                    summary.name(),
                    summary.digest(),
                    summary.context());
        }
    }
}
