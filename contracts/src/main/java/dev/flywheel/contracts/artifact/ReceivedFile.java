package dev.flywheel.contracts.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A stream's bytes in a temporary file, and their digest. Closing it deletes the file.
public final class ReceivedFile implements Closeable {

    private final Path path;
    private final ArtifactStore.Stored stored;

    private ReceivedFile(Path path, ArtifactStore.Stored stored) {
        this.path = path;
        this.stored = stored;
    }

    /// Copies a stream into a new file of the directory, which is made if it isn't there.
    ///
    /// @throws IOException if the stream broke; then no file is left
    public static ReceivedFile of(Path directory, InputStream content) throws IOException {
        Path path = Files.createTempFile(Files.createDirectories(directory), "put", "");
        try {
            DigestInputStream hashing = new DigestInputStream(content, Digest.sha256());
            long bytes;
            try (OutputStream out = Files.newOutputStream(path)) {
                bytes = hashing.transferTo(out);
            }
            Digest digest = Digest.ofHash(hashing.getMessageDigest().digest());
            return new ReceivedFile(path, new ArtifactStore.Stored(digest, bytes));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /// Deletes the files of the directory that nobody has written to since that moment: whoever
    /// received them has died.
    public static void tidy(Path directory, Instant before) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.toList();
        }
        for (Path file : files) {
            FileTime written = Files.getLastModifiedTime(file);
            if (written.toInstant().isBefore(before)) {
                Files.deleteIfExists(file);
            }
        }
    }

    public Path path() {
        return path;
    }

    public ArtifactStore.Stored stored() {
        return stored;
    }

    /// Has the disk hold the bytes for sure.
    void force() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
