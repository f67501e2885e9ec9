package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A version of a model.
///
/// @param currentStage `Production` for the champion
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VersionMessage(
        String name,
        String version,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        String userId,
        String currentStage,
        @Nullable String description,
        String source,
        @Nullable String runId,
        String status,
        @Nullable String statusMessage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tag> tags,
        @Nullable String runLink,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> aliases) {

    public static VersionMessage of(ModelVersion version) {
        return new VersionMessage(
                version.model().name(),
                Integer.toString(version.number()),
                version.createdAt().toEpochMilli(),
                version.lastUpdatedAt().toEpochMilli(),
                version.userId(),
                version.stage().word(),
                version.description(),
                version.source(),
                version.runId(),
                version.status().name(),
                version.statusMessage(),
                version.tags(),
                version.runLink(),
                version.model().aliasesOf(version.number()));
    }
}
