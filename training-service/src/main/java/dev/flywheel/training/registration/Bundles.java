package dev.flywheel.training.registration;

import dev.flywheel.contracts.ModelServing;
import dev.flywheel.model.bundle.BundleFiles;
import dev.flywheel.model.bundle.VersionBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/// Fetches versions' bundles from the registry, and checks them as inference would.
public final class Bundles {

    private final Registry registry;
    private final Path directory;

    /// @param directory where bundles lie while they are read
    public Bundles(Registry registry, Path directory) {
        this.registry = registry;
        this.directory = directory;
    }

    /// Fetches a bundle, and deletes it when the reader is done with it.
    ///
    /// @throws dev.flywheel.model.bundle.BundleException if it is not whole
    public <T> T with(ModelServing.Bundle bundle, Reader<T> reader) {
        try {
            Files.createDirectories(directory);
            Path target = Files.createTempDirectory(directory, "bundle");
            try {
                fetch(bundle, target);
                return reader.read(target, VersionBundle.read(target, bundle.files()));
            } finally {
                FileSystemUtils.deleteRecursively(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep the bundle at " + bundle.artifactPath(), e);
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

    /// Reads a bundle's files while they are there.
    @FunctionalInterface
    public interface Reader<T> {

        /// Reads what it needs.
        ///
        /// @param files the directory of all files, whose checksums are right
        T read(Path files, VersionBundle bundle) throws IOException;
    }
}
