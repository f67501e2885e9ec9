package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.imports.rows.SourceFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;

/// A file of a source for as long as it is needed on this machine.
///
/// @param copied whether it is a copy, which is removed when this is closed
public record LocalFile(SourceFile file, boolean copied) implements Closeable {

    @Override
    public void close() throws IOException {
        if (copied) {
            Files.deleteIfExists(file.path());
        }
    }
}
