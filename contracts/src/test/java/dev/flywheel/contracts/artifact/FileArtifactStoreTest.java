package dev.flywheel.contracts.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArtifactStoreTest {

    private static final byte[] CONTENT = "a bundle".getBytes(StandardCharsets.UTF_8);

    @TempDir Path root;

    @Test
    void addressesAFileByItsContent() throws IOException {
        FileArtifactStore store = new FileArtifactStore(root);

        ArtifactStore.Stored stored = store.put(new ByteArrayInputStream(CONTENT));

        assertThat(stored.digest()).isEqualTo(Digest.of(CONTENT));
        assertThat(stored.bytes()).isEqualTo(CONTENT.length);
        try (InputStream in = store.open(stored.digest())) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
    }

    @Test
    void storesEqualFilesOnce() throws IOException {
        FileArtifactStore store = new FileArtifactStore(root);

        store.put(new ByteArrayInputStream(CONTENT));
        store.put(new ByteArrayInputStream(CONTENT));

        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile).toList()).hasSize(1);
        }
    }

    @Test
    void storesNothingWhenTheStreamBreaks() throws IOException {
        FileArtifactStore store = new FileArtifactStore(root);
        InputStream breaking =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                };

        assertThatThrownBy(() -> store.put(breaking)).hasMessage("connection reset");

        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile).toList()).isEqualTo(List.of());
        }
    }

    @Test
    void namesTheDigestThatIsMissing() {
        FileArtifactStore store = new FileArtifactStore(root);
        Digest missing = Digest.of(CONTENT);

        assertThatThrownBy(() -> store.open(missing))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining(missing.hex());
    }
}
