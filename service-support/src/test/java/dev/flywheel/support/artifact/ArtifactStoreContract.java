package dev.flywheel.support.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.contracts.artifact.ArtifactNotFoundException;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.CorruptArtifactException;
import dev.flywheel.contracts.artifact.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every artifact store keeps to.
abstract class ArtifactStoreContract {

    private static final byte[] CONTENT = "a bundle".getBytes(StandardCharsets.UTF_8);

    /// The store of this test, empty.
    abstract ArtifactStore store() throws IOException;

    /// Exchanges the bytes under a digest behind the store's back.
    abstract void damage(Digest digest, byte[] other) throws IOException;

    /// How many files there are in all, those of broken transfers included.
    abstract int files() throws IOException;

    /// Bytes that this store does not take in one piece.
    abstract int large();

    @Test
    void addressesAFileByItsContent() throws IOException {
        ArtifactStore.Stored stored = store().put(new ByteArrayInputStream(CONTENT));

        assertThat(stored).isEqualTo(new ArtifactStore.Stored(Digest.of(CONTENT), CONTENT.length));
        assertThat(read(stored.digest())).isEqualTo(CONTENT);
        assertThat(store().find(stored.digest()))
                .hasValueSatisfying(item -> assertThat(item.stored()).isEqualTo(stored));
    }

    @Test
    void storesEqualFilesOnce() throws IOException {
        store().put(new ByteArrayInputStream(CONTENT));
        store().put(new ByteArrayInputStream(CONTENT));

        assertThat(files()).isEqualTo(1);
    }

    @Test
    void storesAnEmptyFile() throws IOException {
        Digest digest = store().put(InputStream.nullInputStream()).digest();

        assertThat(read(digest)).isEmpty();
    }

    @Test
    void storesALargeFile() throws IOException {
        byte[] large = new byte[large()];
        new Random(5).nextBytes(large);

        ArtifactStore.Stored stored = store().put(new ByteArrayInputStream(large));

        assertThat(stored).isEqualTo(new ArtifactStore.Stored(Digest.of(large), large.length));
        assertThat(read(stored.digest())).isEqualTo(large);
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void storesNothingWhenTheStreamBreaks() throws IOException {
        InputStream breaking =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                };

        assertThatThrownBy(() -> store().put(breaking)).hasMessage("connection reset");
        assertThatThrownBy(() -> store().receive(breaking)).hasMessage("connection reset");

        assertThat(files()).isZero();
    }

    @Test
    void storesWhatIsKeptAndAgainIfItIsSweptMeanwhile() throws IOException {
        try (ArtifactStore.Incoming let = store().receive(new ByteArrayInputStream(CONTENT))) {
            assertThat(let.stored().digest()).isEqualTo(Digest.of(CONTENT));
        }
        assertThat(files()).isZero();

        try (ArtifactStore.Incoming kept = store().receive(new ByteArrayInputStream(CONTENT))) {
            kept.keep();
            store().delete(kept.stored().digest());
            kept.keep();
        }
        assertThat(read(Digest.of(CONTENT))).isEqualTo(CONTENT);
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void healsABrokenFileByAnEqualUpload() throws IOException {
        Digest digest = store().put(new ByteArrayInputStream(CONTENT)).digest();
        damage(digest, "a bungle".getBytes(StandardCharsets.UTF_8));

        store().put(new ByteArrayInputStream(CONTENT));

        assertThat(read(digest)).isEqualTo(CONTENT);
    }

    @Test
    void neverGivesOtherBytesWhole() throws IOException {
        Digest digest = store().put(new ByteArrayInputStream(CONTENT)).digest();
        damage(digest, "a bungle".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> read(digest))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining(digest.hex());
    }

    @Test
    void listsWhatIsStoredAndFreesIt() throws IOException {
        Digest one = store().put(new ByteArrayInputStream(CONTENT)).digest();
        Digest two = store().put(new ByteArrayInputStream(new byte[3])).digest();

        assertThat(items()).extracting(ArtifactStore.Stored::digest).containsOnly(one, two);
        store().delete(one);
        store().delete(one);

        assertThat(items()).containsExactly(new ArtifactStore.Stored(two, 3));
        assertThat(store().find(one)).isEmpty();
    }

    @Test
    void tidiesWhatBrokenTransfersLeft() throws IOException {
        store().put(new ByteArrayInputStream(CONTENT));
        @SuppressWarnings("resource") // whoever received it has died
        ArtifactStore.Incoming left = store().receive(new ByteArrayInputStream(CONTENT));

        store().tidy(Instant.EPOCH);
        left.keep();
        store().tidy(Instant.parse("2999-01-01T00:00:00Z"));

        assertThat(files()).isEqualTo(1);
    }

    @Test
    void namesTheDigestThatIsMissing() {
        Digest missing = Digest.of(CONTENT);

        assertThatThrownBy(() -> store().open(missing))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining(missing.hex());
    }

    private byte[] read(Digest digest) throws IOException {
        try (InputStream in = store().open(digest)) {
            return in.readAllBytes();
        }
    }

    private List<ArtifactStore.Stored> items() throws IOException {
        try (Stream<ArtifactStore.Item> items = store().items()) {
            return items.map(ArtifactStore.Item::stored).toList();
        }
    }
}
