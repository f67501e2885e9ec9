package dev.flywheel.training.registration;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.ModelBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/// Fetches the bundle of the version that serves now, and checks it as inference would.
public final class Champions {

    private final Registry registry;
    private final Path directory;

    /// @param directory where bundles lie while they are read
    public Champions(Registry registry, Path directory) {
        this.registry = registry;
        this.directory = directory;
    }

    /// The champion; empty if nothing serves.
    ///
    /// @throws dev.flywheel.model.bundle.BundleException if its bundle is not whole
    public Optional<Champion> of(String model) {
        return registry.serving(model).flatMap(this::champion);
    }

    private Optional<Champion> champion(ModelServing serving) {
        Integer version = serving.aliases().get(ModelServing.CHAMPION);
        ModelServing.Bundle bundle = version == null ? null : serving.versions().get(version);
        if (version == null || bundle == null) {
            return Optional.empty();
        }
        return Optional.of(new Champion(version, read(bundle)));
    }

    private ModelBundle read(ModelServing.Bundle bundle) {
        try {
            Files.createDirectories(directory);
            Path target = Files.createTempDirectory(directory, "champion");
            try {
                fetch(bundle, target);
                return ModelBundle.read(target, bundle.files());
            } finally {
                FileSystemUtils.deleteRecursively(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep the champion's bundle", e);
        }
    }

    private void fetch(ModelServing.Bundle bundle, Path target) {
        for (Map.Entry<String, String> file : bundle.files().entrySet()) {
            BundleFiles.requirePlainName(file.getKey());
            registry.download(
                    bundle.artifactPath() + "/" + file.getKey(),
                    content -> copy(file.getKey(), content, target.resolve(file.getKey())));
        }
    }

    private static void copy(String name, InputStream content, Path target) throws IOException {
        long limit = BundleFiles.limit(name);
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[64 * 1024];
            long bytes = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                bytes += read;
                if (bytes > limit) {
                    BundleFiles.requireSize(name, bytes);
                }
                out.write(buffer, 0, read);
            }
        }
    }

    /// A version that serves, and its bundle.
    public record Champion(int version, ModelBundle bundle) {}
}
