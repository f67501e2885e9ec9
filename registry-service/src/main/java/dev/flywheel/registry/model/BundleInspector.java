package dev.flywheel.registry.model;

import dev.flywheel.contracts.Json;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.registry.artifact.Artifact;
import dev.flywheel.registry.artifact.ArtifactIndex;
import dev.flywheel.registry.artifact.ArtifactPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Compares the files of a bundle's directory with its manifest.
@Component
class BundleInspector {

    private final ArtifactIndex index;

    BundleInspector(ArtifactIndex index) {
        this.index = index;
    }

    /// Looks into a directory, whose files nobody replaces before the caller's transaction ends.
    ///
    /// @param manifestComes whether files without a manifest are a bundle on its way
    Bundle inspect(ArtifactPath directory, boolean manifestComes) {
        Map<String, Artifact> files = new TreeMap<>();
        for (Artifact file : index.lockBelow(directory)) {
            files.put(file.path().substring(directory.directoryPrefix().length()), file);
        }
        Artifact manifest = files.get(BundleFiles.MANIFEST);
        if (manifest != null) {
            return compare(files, manifest);
        }
        if (!files.isEmpty() && !manifestComes) {
            return new Bundle.Foreign();
        }
        return new Bundle.Incomplete(
                "The bundle's %s has not arrived at %s".formatted(BundleFiles.MANIFEST, directory));
    }

    private Bundle compare(Map<String, Artifact> files, Artifact manifestFile) {
        Manifest manifest = read(manifestFile);
        if (manifest == null || manifest.files() == null) {
            return new Bundle.Incomplete(
                    "The bundle's %s can't be read".formatted(BundleFiles.MANIFEST));
        }
        List<Artifact> named = new ArrayList<>(List.of(manifestFile));
        for (Map.Entry<String, Manifest.Entry> entry : manifest.files().entrySet()) {
            Artifact file = files.get(entry.getKey());
            if (file == null) {
                return new Bundle.Incomplete(
                        "The bundle's file %s has not arrived".formatted(entry.getKey()));
            }
            if (!file.digest().hex().equals(entry.getValue().sha256())) {
                return new Bundle.Incomplete(
                        "The bundle's file %s has SHA-256 %s, and its manifest says %s"
                                .formatted(
                                        entry.getKey(), file.digest(), entry.getValue().sha256()));
            }
            named.add(file);
        }
        return new Bundle.Whole(named);
    }

    private @Nullable Manifest read(Artifact file) {
        if (file.bytes() > BundleFiles.limit(BundleFiles.MANIFEST)) {
            return null;
        }
        try (InputStream in = index.open(file)) {
            return Json.read(in.readAllBytes(), Manifest.class);
        } catch (JacksonException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The part of a bundle's manifest that its files are compared with.
    private record Manifest(@Nullable Map<String, Entry> files) {

        private record Entry(String sha256) {}
    }
}
