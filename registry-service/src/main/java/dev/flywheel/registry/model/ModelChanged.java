package dev.flywheel.registry.model;

import dev.flywheel.registry.naming.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change of a model or of a version, published within its transaction. What becomes of aliases
/// is told by the audit trail.
public sealed interface ModelChanged {

    String model();

    record ModelCreated(String model, List<Tag> tags, @Nullable String description)
            implements ModelChanged {}

    record VersionCreated(
            String model,
            int version,
            String source,
            @Nullable String runId,
            List<Tag> tags,
            @Nullable String description)
            implements ModelChanged {

        static VersionCreated of(ModelVersion version) {
            return new VersionCreated(
                    version.model().name(),
                    version.number(),
                    version.source(),
                    version.runId(),
                    version.tags(),
                    version.description());
        }
    }

    record VersionTagSet(String model, int version, Tag tag) implements ModelChanged {}

    record VersionTagDeleted(String model, int version, String key) implements ModelChanged {}
}
