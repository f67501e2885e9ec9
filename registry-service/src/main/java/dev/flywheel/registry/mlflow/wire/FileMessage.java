package dev.flywheel.registry.mlflow.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flywheel.registry.artifact.ArtifactIndex;
import org.jspecify.annotations.Nullable;

/// A file or a directory in a listing; a directory has no size.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileMessage(
        @JsonProperty("path") String path,
        @JsonProperty("is_dir") boolean isDirectory,
        @JsonProperty("file_size") @Nullable Long fileSize) {

    public static FileMessage of(ArtifactIndex.Entry entry) {
        return new FileMessage(
                entry.name(), entry.isDirectory(), entry.isDirectory() ? null : entry.bytes());
    }

    /// The same, by its path from further above.
    public FileMessage below(String directory) {
        return new FileMessage(directory + "/" + path, isDirectory, fileSize);
    }
}
