package dev.flywheel.training.dataset;

import dev.flywheel.contracts.SnapshotManifest;
import dev.flywheel.contracts.artifact.ArtifactStore;
import dev.flywheel.contracts.artifact.CorruptArtifactException;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Local copies of snapshots' files. The store checks their SHA-256 on the way.
public final class SnapshotFiles {

    private final ArtifactStore artifacts;
    private final Path directory;

    /// @param directory where copies are kept until they are forgotten
    public SnapshotFiles(ArtifactStore artifacts, Path directory) {
        this.artifacts = artifacts;
        this.directory = directory;
    }

    /// Opens a snapshot, copying its files if they are not here yet.
    ///
    /// @throws DatasetException if a file is not what the manifest says
    public SnapshotDatabase open(SnapshotManifest manifest) {
        return SnapshotDatabase.open(
                manifest,
                copy(manifest.rows()),
                manifest.listCount() == 0 ? null : copy(manifest.lists()),
                directory);
    }

    /// Opens a snapshot's rows without its evaluation lists.
    ///
    /// @throws DatasetException if the file is not what the manifest says
    public SnapshotDatabase openRows(SnapshotManifest manifest) {
        return SnapshotDatabase.open(manifest, copy(manifest.rows()), null, directory);
    }

    /// Deletes the copies.
    public void forget(SnapshotManifest manifest) {
        try {
            Files.deleteIfExists(path(manifest.rows()));
            Files.deleteIfExists(path(manifest.lists()));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't delete a snapshot's copy in " + directory, e);
        }
    }

    private Path copy(SnapshotManifest.File file) {
        Path target = path(file);
        if (Files.exists(target)) {
            return target;
        }
        try {
            Files.createDirectories(directory);
            Path incoming = Files.createTempFile(directory, "copy", ".tmp");
            try {
                copy(new Digest(file.sha256()), incoming);
                Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(incoming);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't copy snapshot file " + file.sha256(), e);
        }
    }

    private void copy(Digest expected, Path target) throws IOException {
        try (InputStream in = artifacts.open(expected)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (CorruptArtifactException e) {
            throw new DatasetException.Corrupt(e.expected(), e.actual());
        }
    }

    private Path path(SnapshotManifest.File file) {
        return directory.resolve(new Digest(file.sha256()).hex() + ".parquet");
    }
}
