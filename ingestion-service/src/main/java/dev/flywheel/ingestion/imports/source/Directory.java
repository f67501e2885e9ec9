package dev.flywheel.ingestion.imports.source;

import dev.flywheel.ingestion.imports.rows.SourceFile;
import dev.flywheel.pipeline.imports.ImportSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of this machine. Whatever leads out of it, a symbolic link included, is as unknown as a
/// file that isn't there.
///
/// @param name of the source
record Directory(String name, Path path) implements Place {

    @Override
    public List<String> names(String wanted) {
        return Place.checked(name, wanted, found(wanted));
    }

    private List<String> found(String wanted) {
        try {
            Path root = path.toRealPath();
            Path at = within(root, wanted);
            if (at != null && Files.isRegularFile(at)) {
                return List.of(file(wanted).name());
            }
            if (at != null && Files.isDirectory(at) && !at.equals(root)) {
                return found(root, at, 1, _ -> true);
            }
            if (at == null && Place.isGlob(wanted)) {
                PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
                return found(
                        root, root, Integer.MAX_VALUE, file -> glob.matches(root.relativize(file)));
            }
            return List.of();
        } catch (IOException | UncheckedIOException | PatternSyntaxException _) {
            // The answer is the same: it tells nothing about what lies outside.
            return List.of();
        }
    }

    @Override
    public LocalFile beginning(String wanted, ImportSpec.Format format) {
        return new LocalFile(file(wanted), false);
    }

    @Override
    public LocalFile whole(String wanted, BooleanSupplier goOn) {
        return new LocalFile(file(wanted), false);
    }

    private SourceFile file(String wanted) {
        try {
            Path file = within(path.toRealPath(), wanted);
            if (file != null && Files.isRegularFile(file) && Files.isReadable(file)) {
                return new SourceFile(file, wanted);
            }
        } catch (IOException _) {
            // As above.
        }
        throw Place.unknown(name, wanted);
    }

    private static @Nullable Path within(Path root, String wanted) {
        try {
            Path at = root.resolve(wanted).toRealPath();
            return at.startsWith(root) ? at : null;
        } catch (IOException | InvalidPathException _) {
            return null;
        }
    }

    private static List<String> found(Path root, Path folder, int depth, Predicate<Path> matches)
            throws IOException {
        try (Stream<Path> walked = Files.walk(folder, depth)) {
            return walked.filter(file -> Place.isData(root.relativize(file).toString()))
                    .filter(matches)
                    .filter(Files::isRegularFile)
                    .filter(file -> file.equals(within(root, file.toString())))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .limit(MOST + 1L)
                    .toList();
        }
    }
}
