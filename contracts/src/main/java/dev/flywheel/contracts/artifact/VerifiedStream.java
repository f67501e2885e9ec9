package dev.flywheel.contracts.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/// A stored file's bytes, of which the last are held back until all of them have the expected
/// digest: whoever has read to the end has read what was stored.
public final class VerifiedStream extends InputStream {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final Digest expected;
    private final MessageDigest hash = Digest.sha256();
    private byte[] ready = new byte[CHUNK];
    private byte[] next = new byte[CHUNK];
    private int at;
    private int end;
    private int nextEnd = -1;

    public VerifiedStream(InputStream in, Digest expected) {
        this.in = in;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = Math.min(length, end - at);
        System.arraycopy(ready, at, into, offset, read);
        at += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Has something ready.
    ///
    /// @return false at the end
    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        if (nextEnd < 0) {
            nextEnd = chunk(next);
        }
        byte[] read = next;
        next = ready;
        ready = read;
        at = 0;
        end = nextEnd;
        // A chunk that is not full is the last, and was verified as it was read.
        nextEnd = end < CHUNK ? 0 : chunk(next);
        return end > 0;
    }

    private int chunk(byte[] into) throws IOException {
        int read = in.readNBytes(into, 0, CHUNK);
        hash.update(into, 0, read);
        if (read < CHUNK) {
            Digest actual = Digest.ofHash(hash.digest());
            if (!actual.equals(expected)) {
                throw new CorruptArtifactException(expected, actual);
            }
        }
        return read;
    }
}
