package dev.flywheel.ingestion.imports.source;

import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Where the files of a source lie.
sealed interface Place permits Directory, Bucket {

    /// Files of one import.
    int MOST = 10_000;

    /// What a writer that isn't ready yet leaves.
    String PARTIAL = ".partial";

    /// The names of one file, of those right in a folder, or of those that match a glob, in order.
    ///
    /// @throws SourceException if there is none, or too many
    List<String> names(String wanted);

    /// As much of a file as tells its columns.
    ///
    /// @throws SourceException if there is no such file
    LocalFile beginning(String name, ImportSpec.Format format) throws IOException;

    /// A file.
    ///
    /// @param goOn asked now and then while it takes long; if it says no, the file is left
    /// @throws SourceException if there is no such file
    LocalFile whole(String name, BooleanSupplier goOn) throws IOException;

    static boolean isGlob(String wanted) {
        return wanted.matches(".*[*?\\[].*");
    }

    /// Neither hidden nor half written.
    static boolean isData(String name) {
        return !name.endsWith(PARTIAL) && !name.startsWith(".") && !name.contains("/.");
    }

    /// All of them, if they are few enough.
    static List<String> checked(String source, String wanted, List<String> names) {
        if (names.isEmpty()) {
            throw unknown(source, wanted);
        }
        if (names.size() > MOST) {
            throw new SourceException(
                    "path", "'%s' means more than %d files".formatted(wanted, MOST));
        }
        return names;
    }

    static SourceException unknown(String source, String wanted) {
        return new SourceException(
                "path", "Source '%s' has no readable file '%s'".formatted(source, wanted));
    }
}
