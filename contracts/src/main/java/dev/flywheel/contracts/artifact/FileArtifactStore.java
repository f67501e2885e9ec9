package dev.flywheel.contracts.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;

/// An artifact store in a directory, `ab/cdef...` for each digest. The directory may be shared by
/// several processes on one file system.
public final class FileArtifactStore implements ArtifactStore {

    private final Path root;

    public FileArtifactStore(Path root) {
        this.root = root;
    }

    @Override
    public Stored put(InputStream content) throws IOException {
        Path incoming = Files.createDirectories(root.resolve("incoming"));
        Path temporary = Files.createTempFile(incoming, "put", "");
        try {
            DigestInputStream hashing = new DigestInputStream(content, Digest.sha256());
            long bytes;
            try (OutputStream out = Files.newOutputStream(temporary)) {
                bytes = hashing.transferTo(out);
            }
            Digest digest = Digest.ofHash(hashing.getMessageDigest().digest());
            force(temporary);
            Path target = path(digest);
            Files.createDirectories(target.getParent());
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return new Stored(digest, bytes);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        try {
            return Files.newInputStream(path(digest));
        } catch (NoSuchFileException _) {
            throw new ArtifactNotFoundException(digest);
        }
    }

    @Override
    public boolean contains(Digest digest) {
        return Files.exists(path(digest));
    }

    @Override
    public void delete(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    private Path path(Digest digest) {
        return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex().substring(2));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
