package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.IngestionProperties;
import dev.flywheel.ingestion.IngestionProperties.Source;
import dev.flywheel.ingestion.imports.rows.QueryRows;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Query;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.S3Client;

/// The places that imports may read, by name. A request names a source and a path within it.
@Component
public class ImportSources implements DisposableBean {

    private final Map<String, Source> sources;
    private final Copies copies;
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

    ImportSources(IngestionProperties properties) {
        this.sources = properties.sources();
        this.copies = new Copies(properties.imports().copies());
        copies.removeLeft();
    }

    /// The files at that path of that source, in the order of their names: one file, those right in
    /// a folder, or those that match a glob.
    ///
    /// @throws SourceException if there is no such source or file
    public List<String> names(String source, @Nullable String path) {
        return place(source).names(required(path));
    }

    /// As much of a file as tells its columns.
    ///
    /// @throws SourceException if there is no such source or file
    /// @throws IOException if it can't be read
    public LocalFile beginning(String source, String name, ImportSpec.Format format)
            throws IOException {
        return place(source).beginning(name, format);
    }

    /// A file to be read as a whole.
    ///
    /// @param goOn asked now and then while the file is copied; if it says no, it is left
    /// @throws SourceException if there is no such source or file
    /// @throws IOException if it can't be read, or was left
    public LocalFile whole(String source, String name, BooleanSupplier goOn) throws IOException {
        return place(source).whole(name, goOn);
    }

    /// The rows of a query, not yet carried out.
    ///
    /// @param since the value of its position behind which it begins; null for all rows
    /// @throws SourceException if there is no such database
    /// @throws IOException if the database does not take it
    public QueryRows query(String source, Query query, @Nullable String since) throws IOException {
        Source.Jdbc settings = known(source).jdbc();
        if (settings == null) {
            throw new SourceException(
                    "source", "The source '%s' is no database to be queried".formatted(source));
        }
        return new Database(source, settings).query(query, since);
    }

    private Source known(String source) {
        Source known = sources.get(source);
        if (known == null) {
            throw new SourceException(
                    "source",
                    "No source '%s'; configured are %s"
                            .formatted(source, sources.keySet().stream().sorted().toList()));
        }
        return known;
    }

    private Place place(String source) {
        Source known = known(source);
        return switch (known.type()) {
            case DIRECTORY -> new Directory(source, Objects.requireNonNull(known.path()));
            case S3 -> bucket(source, Objects.requireNonNull(known.s3()));
            case JDBC ->
                    throw new SourceException(
                            "source",
                            "The source '%s' is a database: the import needs a query"
                                    .formatted(source));
            case KAFKA ->
                    throw new SourceException(
                            "source",
                            "The source '%s' is a topic, which is read all the time"
                                    .formatted(source));
        };
    }

    private Bucket bucket(String source, Source.S3 settings) {
        S3Client client = clients.computeIfAbsent(source, _ -> S3Clients.of(settings));
        return new Bucket(source, client, settings.bucket(), settings.keyPrefix(), copies);
    }

    private static String required(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw new SourceException("path", "Expected the path of a file");
        }
        return path;
    }

    @Override
    public void destroy() {
        clients.values().forEach(S3Client::close);
    }
}
