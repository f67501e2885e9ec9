package dev.flywheel.ingestion.imports;

import dev.flywheel.ingestion.IngestionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The places that imports may read. A request names a source and a path within it; whatever leads
/// out of the source, a symbolic link included, is as unknown as a file that isn't there.
@Component
class ImportSources {

    private final Map<String, IngestionProperties.Source> sources;

    ImportSources(IngestionProperties properties) {
        this.sources = properties.sources();
    }

    /// The file at that path of that source.
    ///
    /// @throws ImportRefusedException if there is no such source or file
    SourceFile file(@Nullable String source, @Nullable String path) {
        IngestionProperties.Source known = source == null ? null : sources.get(source);
        if (known == null) {
            throw new ImportRefusedException(
                    "source", "No source '%s'; configured are %s".formatted(source, names()));
        }
        if (path == null || path.isBlank()) {
            throw new ImportRefusedException("path", "Expected the path of a file");
        }
        try {
            Path root = known.path().toRealPath();
            Path file = root.resolve(path).toRealPath();
            if (file.startsWith(root) && Files.isRegularFile(file) && Files.isReadable(file)) {
                return new SourceFile(file);
            }
        } catch (IOException | InvalidPathException _) {
            // The answer is the same: it tells nothing about what lies outside.
        }
        throw new ImportRefusedException(
                "path", "Source '%s' has no readable file '%s'".formatted(source, path));
    }

    private String names() {
        return sources.keySet().stream().sorted().toList().toString();
    }
}
