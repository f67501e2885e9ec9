package dev.flywheel.cli.demo;

import dev.flywheel.cli.clicks.Click;
import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.ZipInputStream;

/// The event ids that the ingestion service gives the rows of a file: a click that is replayed and
/// one that is imported are the same event.
record EventIds(String file) {

    private static final int DIGITS = 16;

    /// @param zip its first entry is what would be imported
    static EventIds of(Path zip) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        byte[] chunk = new byte[1 << 16];
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            in.getNextEntry();
            digest(in, chunk, sha256);
        }
        return new EventIds(Digest.ofHash(sha256.digest()).hex().substring(0, DIGITS));
    }

    private static void digest(InputStream in, byte[] chunk, MessageDigest sha256)
            throws IOException {
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            sha256.update(chunk, 0, n);
        }
    }

    String of(Click click) {
        return "click-%s-%09d".formatted(file, click.row());
    }
}
