package dev.flywheel.registry.model;

import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.naming.InvalidValueException;
import dev.flywheel.registry.naming.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks for when it registers a version.
///
/// @param source a URI; kept as it came, and given back as the download URI
/// @param bundle the directory that the source means, if the artifact proxy has it
public record NewVersion(
        String model,
        String source,
        Optional<ArtifactPath> bundle,
        @Nullable String runId,
        @Nullable String runLink,
        @Nullable String description,
        String userId,
        List<Tag> tags) {

    private static final String OURS = "flywheel.";

    public NewVersion {
        String decoded = source.toLowerCase(Locale.ROOT).replace("%2e", ".");
        if (decoded.contains("..")) {
            throw new InvalidValueException(
                    "Invalid model version source: '%s'. It must not contain '..'."
                            .formatted(source));
        }
        if (!decoded.matches("[a-z][a-z0-9+.-]+:.*") || decoded.startsWith("file:")) {
            throw new InvalidValueException(
                    "Invalid model version source: '%s'. To use a local path as a model version source, the run_id request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id."
                            .formatted(source));
        }
    }

    /// Whether Flywheel's own training registers it, so that a bundle's manifest will come.
    boolean isFlywheels() {
        return tags.stream().anyMatch(tag -> tag.key().startsWith(OURS));
    }
}
