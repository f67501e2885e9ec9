package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.imports.rows.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The places that imports may read, by name. A request names a source and a path within it.
@Component
public class ImportSources {

    private final Map<String, IngestionProperties.Source> sources;

    ImportSources(IngestionProperties properties) {
        this.sources = properties.sources();
    }

    /// The files at that path of that source, in the order of their names: one file, those right in
    /// a folder, or those that match a glob.
    ///
    /// @throws SourceException if there is no such source or file
    public List<SourceFile> files(String source, @Nullable String path) {
        return directory(source).files(required(path));
    }

    /// The one file at that path.
    ///
    /// @throws SourceException if there is no such source or file
    public SourceFile file(String source, String path) {
        return directory(source).file(path);
    }

    private Directory directory(String source) {
        IngestionProperties.Source known = sources.get(source);
        if (known == null) {
            throw new SourceException(
                    "source",
                    "No source '%s'; configured are %s"
                            .formatted(source, sources.keySet().stream().sorted().toList()));
        }
        Path path = known.path();
        if (path == null) {
            throw new SourceException(
                    "source",
                    "The source '%s' is a topic, which is read all the time".formatted(source));
        }
        return new Directory(source, path);
    }

    private static String required(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw new SourceException("path", "Expected the path of a file");
        }
        return path;
    }
}
