package dev.flywheel.registry.onnx;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.model.ModelVersion;
import dev.flywheel.registry.onnx.OnnxException.NoGraphException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Finds the graph among a version's files.
@Component
public class OnnxGraphs {

    /// Where a bundle's provenance tells why it has no graph.
    private static final String NOTE = "onnx";

    private final ModelRegistry registry;
    private final ArtifactIndex index;

    OnnxGraphs(ModelRegistry registry, ArtifactIndex index) {
        this.registry = registry;
        this.index = index;
    }

    /// The graph's file.
    ///
    /// @throws NoGraphException if the version has none, and why
    public Artifact find(String model, int number) {
        ModelVersion version = registry.version(model, number);
        ArtifactPath directory =
                version.bundle()
                        .orElseThrow(() ->
                                new NoGraphException(
                                        model,
                                        number,
                                        "its files lie elsewhere, at " + version.source()));
        List<Artifact> files = index.below(directory);
        return file(files, directory, BundleFiles.ONNX)
                .orElseThrow(() -> new NoGraphException(model, number, why(files, directory)));
    }

    private String why(List<Artifact> files, ArtifactPath directory) {
        return file(files, directory, BundleFiles.PROVENANCE)
                .flatMap(this::note)
                .orElse("there is no " + BundleFiles.ONNX + " among its files");
    }

    private Optional<String> note(Artifact provenance) {
        if (provenance.bytes() > BundleFiles.limit(BundleFiles.PROVENANCE)) {
            return Optional.empty();
        }
        try (InputStream content = index.open(provenance)) {
            return Json.MAPPER.readTree(content).path(NOTE).asStringOpt();
        } catch (JacksonException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Artifact> file(
            List<Artifact> files, ArtifactPath directory, String name) {
        String path = directory.directoryPrefix() + name;
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
