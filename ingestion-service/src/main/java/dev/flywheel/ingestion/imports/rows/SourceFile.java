package dev.flywheel.ingestion.imports.rows;

import dev.flywheel.contracts.artifact.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A file of a source; a `.gz` or the first entry of a `.zip` is read unpacked.
///
/// @param name its path within the source, as requests and answers have it
public record SourceFile(Path path, String name) {

    private static final int CHUNK = 1 << 16;
    private static final String GZ = ".gz";
    private static final String ZIP = ".zip";

    /// The content, unpacked.
    public InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        if (name.endsWith(GZ)) {
            return new BufferedInputStream(new GZIPInputStream(raw), CHUNK);
        }
        return name.endsWith(ZIP) ? firstEntry(raw) : raw;
    }

    boolean isPacked() {
        return name.endsWith(GZ) || name.endsWith(ZIP);
    }

    private InputStream firstEntry(InputStream raw) throws IOException {
        ZipInputStream zip = new ZipInputStream(raw);
        ZipEntry entry;
        do {
            entry = zip.getNextEntry();
        } while (entry != null && entry.isDirectory());
        if (entry == null) {
            zip.close();
            throw new IOException(name + " holds no file");
        }
        return new BufferedInputStream(zip, CHUNK);
    }

    /// Reads the content once for its digest and size.
    ///
    /// @param goOn asked now and then, as it can take long
    /// @throws InterruptedIOException if it said no
    public Content content(BooleanSupplier goOn) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        long size = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                sha256.update(chunk, 0, n);
                size += n;
                if (!goOn.getAsBoolean()) {
                    throw new InterruptedIOException("Left in the middle of " + name);
                }
            }
        }
        return new Content(Digest.ofHash(sha256.digest()), size);
    }

    /// What tells one content from another.
    public record Content(Digest sha256, long size) {}
}
