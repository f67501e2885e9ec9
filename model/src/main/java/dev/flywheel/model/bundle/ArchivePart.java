package dev.flywheel.model.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A file on its way into an archive.
///
/// @param bytes how many its content has
public record ArchivePart(String name, long bytes, Content content) {

    public ArchivePart {
        BundleFiles.requirePlainName(name);
    }

    public static ArchivePart of(String name, byte[] content) {
        return new ArchivePart(name, content.length, () -> new ByteArrayInputStream(content));
    }

    /// Where a file's bytes come from; asked twice, and answering the same each time.
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }
}
