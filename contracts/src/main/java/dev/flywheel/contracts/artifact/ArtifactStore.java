package dev.flywheel.contracts.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// A content-addressed store: what is put once is never changed, and equal files are stored once.
///
/// Safe for use by several threads and several processes at once.
public interface ArtifactStore {

    /// Stores the stream's bytes in bounded memory; the caller closes the stream.
    ///
    /// @throws IOException if the bytes could not be stored whole; then nothing is stored
    default Stored put(InputStream content) throws IOException {
        try (Incoming incoming = receive(content)) {
            incoming.keep();
            return incoming.stored();
        }
    }

    /// Takes the stream's bytes to this machine, in bounded memory, to be stored or not once they
    /// are known. The caller closes the stream.
    ///
    /// @throws IOException if the bytes did not arrive whole; then nothing of them is left
    Incoming receive(InputStream content) throws IOException;

    /// Opens a stored file; the caller closes the stream, which fails before its last bytes with a
    /// [CorruptArtifactException] if they are not those that were stored.
    ///
    /// @throws ArtifactNotFoundException if nothing is stored under that digest
    InputStream open(Digest digest) throws IOException;

    /// What is stored under a digest, without reading it.
    Optional<Item> find(Digest digest) throws IOException;

    /// Everything that is stored, in no order; the caller closes the stream, which may fail with an
    /// [java.io.UncheckedIOException].
    Stream<Item> items() throws IOException;

    /// Frees the bytes; does nothing if there are none.
    void delete(Digest digest) throws IOException;

    /// Frees what transfers that broke off before that moment have left behind.
    void tidy(Instant before) throws IOException;

    /// A stored file's address and size.
    record Stored(Digest digest, long bytes) {}

    /// A stored file.
    ///
    /// @param at when equal bytes were stored last
    record Item(Stored stored, Instant at) {}

    /// Bytes that have arrived whole. Closing it lets go of them; what was kept stays.
    interface Incoming extends Closeable {

        Stored stored();

        /// Puts the bytes into the store, in place of any equal ones, which so become younger. May
        /// be called again.
        void keep() throws IOException;
    }
}
