package dev.flywheel.contracts.artifact;

import java.io.IOException;
import java.io.InputStream;

/// A content-addressed store: what is put once is never changed, and equal files are stored once.
///
/// Safe for use by several threads and several processes at once.
public interface ArtifactStore {

    /// Stores the stream's bytes in bounded memory; the caller closes the stream.
    ///
    /// @throws IOException if the bytes could not be stored whole; then nothing is stored
    Stored put(InputStream content) throws IOException;

    /// Opens a stored file; the caller closes the stream.
    ///
    /// @throws ArtifactNotFoundException if nothing is stored under that digest
    InputStream open(Digest digest) throws IOException;

    boolean contains(Digest digest) throws IOException;

    /// Frees the bytes; does nothing if there are none.
    void delete(Digest digest) throws IOException;

    /// A stored file's address and size.
    record Stored(Digest digest, long bytes) {}
}
