package dev.flywheel.support.artifact;

import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.contracts.artifact.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileArtifactStoreTest extends ArtifactStoreContract {

    @TempDir Path root;

    @Override
    ArtifactStore store() {
        return new FileArtifactStore(root);
    }

    @Override
    void damage(Digest digest, byte[] other) throws IOException {
        String hex = digest.hex();
        Files.write(root.resolve(hex.substring(0, 2)).resolve(hex.substring(2)), other);
    }

    @Override
    int files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }

    @Override
    int large() {
        return 3 * (1 << 16);
    }
}
