package dev.flywheel.registry.lineage;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactException;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads what a whole bundle tells in words. Its files are sealed, so nobody has changed them since
/// training wrote them.
@Component
class BundleDocuments {

    private final ArtifactIndex index;

    BundleDocuments(ArtifactIndex index) {
        this.index = index;
    }

    /// The pipeline file's text.
    Optional<String> pipeline(ModelVersion version) {
        return bytes(version, BundleFiles.PIPELINE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// The provenance; a missing node if there is none.
    JsonNode provenance(ModelVersion version) {
        try {
            return bytes(version, BundleFiles.PROVENANCE)
                    .map(Json.MAPPER::readTree)
                    .orElse(MissingNode.getInstance());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private Optional<byte[]> bytes(ModelVersion version, String name) {
        return version.isBundleWhole()
                ? version.bundle().flatMap(directory -> bytes(directory.child(name), name))
                : Optional.empty();
    }

    private Optional<byte[]> bytes(ArtifactPath path, String name) {
        Artifact file;
        try {
            file = index.find(path);
        } catch (ArtifactException.NoSuchArtifactException _) {
            return Optional.empty();
        }
        if (file.bytes() > BundleFiles.limit(name)) {
            return Optional.empty();
        }
        try (InputStream in = index.open(file)) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + path, e);
        }
    }
}
