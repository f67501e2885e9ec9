package dev.flywheel.contracts;

import dev.flywheel.contracts.artifact.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A hash of a text that is the same on every machine and in every release: the first four bytes,
/// big-endian, of the SHA-256 of its UTF-8 form.
public final class StableHash {

    private static final double INTS = 4_294_967_296.0;

    private StableHash() {}

    public static int of(String text) {
        byte[] hash = Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getInt();
    }

    /// Where a text falls between 0 (inclusive) and 1 (exclusive); another salt gives an
    /// independent place.
    public static double share(String salt, String text) {
        return Integer.toUnsignedLong(of(salt + ":" + text)) / INTS;
    }
}
