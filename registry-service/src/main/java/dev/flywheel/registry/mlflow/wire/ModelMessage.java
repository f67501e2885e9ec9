package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.model.RegisteredModel;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// A registered model.
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelMessage(
        String name,
        long creationTimestamp,
        long lastUpdatedTimestamp,
        @Nullable String userId,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<VersionMessage> latestVersions,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Tag> tags,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Alias> aliases) {

    /// A model with its latest versions.
    public static ModelMessage of(RegisteredModel model, List<ModelVersion> latest) {
        return new ModelMessage(
                model.name(),
                model.createdAt().toEpochMilli(),
                model.lastUpdatedAt().toEpochMilli(),
                model.userId(),
                model.description(),
                latest.stream().map(VersionMessage::of).toList(),
                model.tags(),
                model.aliases().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(alias -> new Alias(alias.getKey(), alias.getValue().toString()))
                        .toList());
    }

    /// An alias and the version that it names.
    public record Alias(String alias, String version) {}
}
