package dev.flywheel.contracts.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// An artifact store in a directory, `ab/cdef...` for each digest. The directory may be shared by
/// several processes on one file system.
public final class FileArtifactStore implements ArtifactStore {

    private static final String FOLDER = "[0-9a-f]{2}";
    private static final String FILE = "[0-9a-f]{62}";

    private final Path root;

    public FileArtifactStore(Path root) {
        this.root = root;
    }

    @Override
    public Incoming receive(InputStream content) throws IOException {
        ReceivedFile file = ReceivedFile.of(incoming(), content);
        return new Incoming() {
            @Override
            public Stored stored() {
                return file.stored();
            }

            @Override
            public void keep() throws IOException {
                file.force();
                place(file);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
        try {
            return new VerifiedStream(Files.newInputStream(path(digest)), digest);
        } catch (NoSuchFileException _) {
            throw new ArtifactNotFoundException(digest);
        }
    }

    @Override
    public Optional<Item> find(Digest digest) throws IOException {
        return item(path(digest), digest);
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    public Stream<Item> items() throws IOException {
        if (!Files.isDirectory(root)) {
            return Stream.empty();
        }
        return Files.list(root).filter(folder -> name(folder).matches(FOLDER)).flatMap(this::items);
    }

    @Override
    public void delete(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    @Override
    public void tidy(Instant before) throws IOException {
        ReceivedFile.tidy(incoming(), before);
    }

    /// A copy, as the received file must outlive a sweep between this call and the next. A link
    /// costs no bytes; not every file system has them.
    private void place(ReceivedFile file) throws IOException {
        Path copy = Files.createTempFile(incoming(), "keep", "");
        try {
            Files.delete(copy);
            try {
                Files.createLink(copy, file.path());
            } catch (UnsupportedOperationException | IOException _) {
                Files.copy(file.path(), copy);
            }
            Path target = path(file.stored().digest());
            Files.createDirectories(target.getParent());
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @SuppressWarnings("StreamResourceLeak") // flatMap closes it
    private Stream<Item> items(Path folder) {
        try {
            return Files.list(folder)
                    .filter(file -> name(file).matches(FILE))
                    .flatMap(file -> {
                        try {
                            Digest digest = new Digest(name(folder) + name(file));
                            return item(file, digest).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Item> item(Path file, Digest digest) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new Item(
                            new Stored(digest, attributes.size()),
                            attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private Path incoming() {
        return root.resolve("incoming");
    }

    private Path path(Digest digest) {
        return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex().substring(2));
    }
}
