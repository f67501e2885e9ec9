package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.imports.rows.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of this machine. Whatever leads out of it, a symbolic link included, is as unknown as a
/// file that isn't there.
///
/// @param name of the source
record Directory(String name, Path path) {

    /// Files of one import.
    private static final int MOST = 10_000;

    /// What a writer that isn't ready yet leaves.
    private static final String PARTIAL = ".partial";

    List<SourceFile> files(String wanted) {
        List<SourceFile> files;
        try {
            Path root = path.toRealPath();
            Path at = within(root, wanted);
            if (at != null && Files.isRegularFile(at)) {
                return List.of(file(wanted));
            }
            if (at != null && Files.isDirectory(at) && !at.equals(root)) {
                files = found(root, at, 1, _ -> true);
            } else if (at == null && wanted.matches(".*[*?\\[].*")) {
                PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
                files =
                        found(
                                root,
                                root,
                                Integer.MAX_VALUE,
                                file -> glob.matches(root.relativize(file)));
            } else {
                files = List.of();
            }
        } catch (IOException | UncheckedIOException | PatternSyntaxException _) {
            // The answer is the same: it tells nothing about what lies outside.
            files = List.of();
        }
        if (files.isEmpty()) {
            throw unknown(wanted);
        }
        if (files.size() > MOST) {
            throw new SourceException(
                    "path", "'%s' means more than %d files".formatted(wanted, MOST));
        }
        return files;
    }

    SourceFile file(String wanted) {
        try {
            Path file = within(path.toRealPath(), wanted);
            if (file != null && Files.isRegularFile(file) && Files.isReadable(file)) {
                return new SourceFile(file, wanted);
            }
        } catch (IOException _) {
            // As above.
        }
        throw unknown(wanted);
    }

    private static @Nullable Path within(Path root, String wanted) {
        try {
            Path at = root.resolve(wanted).toRealPath();
            return at.startsWith(root) ? at : null;
        } catch (IOException | InvalidPathException _) {
            return null;
        }
    }

    private static List<SourceFile> found(
            Path root, Path folder, int depth, Predicate<Path> matches) throws IOException {
        try (Stream<Path> walked = Files.walk(folder, depth)) {
            return walked.filter(file -> isData(root.relativize(file)))
                    .filter(matches)
                    .filter(Files::isRegularFile)
                    .filter(file -> file.equals(within(root, file.toString())))
                    .map(file -> new SourceFile(file, root.relativize(file).toString()))
                    .sorted(Comparator.comparing(SourceFile::name))
                    .limit(MOST + 1L)
                    .toList();
        }
    }

    /// Neither hidden nor half written.
    private static boolean isData(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return !relative.toString().endsWith(PARTIAL);
    }

    private SourceException unknown(String wanted) {
        return new SourceException(
                "path", "Source '%s' has no readable file '%s'".formatted(name, wanted));
    }
}
