package dev.flywheel.registry.comparison;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.FeatureImportance;
import dev.flywheel.model.bundle.SlicedMetrics;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactException.NoSuchArtifactException;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.comparison.Described.Explained;
import dev.flywheel.registry.model.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what a whole bundle tells in words. Anybody may have made it: what is too large or not of
/// the expected shape is left out, as if it were not there.
@Component
class BundleTexts {

    /// Far more than training writes; ten versions at once must fit into memory.
    private static final int MOST_BYTES = 2 << 20;

    private final ArtifactIndex index;

    BundleTexts(ArtifactIndex index) {
        this.index = index;
    }

    Explained explained(ModelVersion version) {
        if (!version.isBundleWhole()) {
            return Explained.NOTHING;
        }
        return version.bundle()
                .map(bundle ->
                        new Explained(
                                features(bundle),
                                json(bundle, BundleFiles.SLICES, SlicedMetrics.class),
                                json(bundle, BundleFiles.IMPORTANCE, FeatureImportance.class)))
                .orElse(Explained.NOTHING);
    }

    /// As the pipeline file declares them, or else the columns that the model reads.
    private @Nullable Map<String, JsonNode> features(ArtifactPath bundle) {
        Map<String, JsonNode> declared =
                read(
                        bundle,
                        BundleFiles.PIPELINE,
                        bytes -> FeatureDefinitions.of(new String(bytes, StandardCharsets.UTF_8)));
        return declared == null ? read(bundle, BundleFiles.SCHEMA, BundleTexts::columns) : declared;
    }

    private static @Nullable Map<String, JsonNode> columns(byte[] schema) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        for (JsonNode column : Json.MAPPER.readTree(schema).path("columns")) {
            String name = column.path("name").asString("");
            if (!name.isEmpty()) {
                columns.put(name, Json.MAPPER.createObjectNode());
            }
        }
        return columns.isEmpty() ? null : columns;
    }

    private <T> @Nullable T json(ArtifactPath bundle, String name, Class<T> type) {
        return read(bundle, name, bytes -> Json.read(bytes, type));
    }

    private <T> @Nullable T read(
            ArtifactPath bundle, String name, Function<byte[], @Nullable T> parser) {
        byte[] bytes = find(bundle.child(name)).map(this::bytes).orElse(null);
        try {
            return bytes == null ? null : parser.apply(bytes);
        } catch (JacksonException _) {
            return null;
        }
    }

    private Optional<Artifact> find(ArtifactPath path) {
        try {
            return Optional.of(index.find(path)).filter(file -> file.bytes() <= MOST_BYTES);
        } catch (NoSuchArtifactException _) {
            return Optional.empty();
        }
    }

    private byte[] bytes(Artifact file) {
        try (InputStream in = index.open(file)) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file.path(), e);
        }
    }
}
