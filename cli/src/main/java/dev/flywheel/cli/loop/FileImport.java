package dev.flywheel.cli.loop;

import dev.flywheel.pipeline.imports.DatedPath;
import dev.flywheel.pipeline.imports.ImportReader;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A file of this machine, and the import of the pipeline's file that says what its columns mean.
///
/// @param file null where the import reads what its path or query says
/// @param name of the import; empty if the pipeline declares none, and columns go by their names
public record FileImport(@Nullable Path file, String name) {

    /// What files become: reference data first, as events need it.
    ///
    /// These are the imports whose path ends with a file's name; where there are none, those whose
    /// path ends with a pattern of it, then those of the only path of its format; and where the
    /// pipeline has no imports, its columns go by their names.
    ///
    /// @throws LoopException if it can't be told what a file is
    public static List<FileImport> of(List<Path> files, Map<String, ImportSpec> imports) {
        if (imports.isEmpty()) {
            return files.stream().map(file -> new FileImport(file, "")).toList();
        }
        List<ImportSpec> ofFiles =
                imports.values().stream()
                        .filter(each -> each.source().equals(ImportReader.FILES))
                        .filter(each -> each.path() != null)
                        .toList();
        List<FileImport> inOrder = new ArrayList<>();
        List<FileImport> events = new ArrayList<>();
        for (Path file : files) {
            for (ImportSpec each : fitting(file, ofFiles)) {
                (isOfEvents(each) ? events : inOrder).add(new FileImport(file, each.name()));
            }
        }
        inOrder.addAll(events);
        return inOrder;
    }

    /// All imports of a pipeline that can be asked for, from where their paths and queries say.
    ///
    /// @throws LoopException if there is none
    public static List<FileImport> declared(Map<String, ImportSpec> imports) {
        List<FileImport> declared =
                imports.values().stream()
                        .filter(each -> each.path() != null || each.query() != null)
                        .sorted(Comparator.comparing(FileImport::isOfEvents))
                        .map(each -> new FileImport(null, each.name()))
                        .toList();
        if (declared.isEmpty()) {
            throw new LoopException(
                    "The pipeline declares no imports with a path or a query: name a file with"
                            + " --source");
        }
        return declared;
    }

    private static boolean isOfEvents(ImportSpec spec) {
        return spec.target() instanceof Target.Events;
    }

    private static List<ImportSpec> fitting(Path file, List<ImportSpec> ofFiles) {
        String name = fileName(file);
        List<ImportSpec> named =
                ofFiles.stream()
                        .filter(each -> fileName(Path.of(each.path())).equals(name))
                        .toList();
        if (!named.isEmpty()) {
            return named;
        }
        List<ImportSpec> fitting =
                ofFiles.stream()
                        .filter(each -> reads(fileName(Path.of(each.path())), name))
                        .toList();
        if (!fitting.isEmpty()) {
            return fitting;
        }
        List<ImportSpec> ofFormat =
                ofFiles.stream()
                        .filter(each -> each.format() == ImportReader.formatOf(name))
                        .toList();
        if (ofFormat.stream().map(ImportSpec::path).distinct().count() == 1) {
            return ofFormat;
        }
        throw new LoopException(
                "No import of the pipeline reads a file named %s; its imports read %s"
                        .formatted(
                                name,
                                ofFiles.stream()
                                        .map(each -> each.path() + " (" + each.name() + ")")
                                        .collect(Collectors.joining(", "))));
    }

    /// Whether a path that ends like this may read a file of that name on some day.
    private static boolean reads(String pathsName, String name) {
        String glob = "glob:" + new DatedPath(pathsName).ofAnyDay();
        try {
            return FileSystems.getDefault().getPathMatcher(glob).matches(Path.of(name));
        } catch (PatternSyntaxException _) {
            return false; // a plain name with a bracket in it, and not this one
        }
    }

    /// Puts the file where the ingestion service may read it, whole or not at all.
    public void offer(Path imports) throws IOException {
        if (file == null) {
            return;
        }
        Path target = imports.resolve(fileName(file));
        Path partial = imports.resolve(fileName(file) + ".partial");
        Files.createDirectories(imports);
        Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The request, with further members such as `from` and `to`.
    public Map<String, Object> request(Map<String, Object> further) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (!name.isEmpty()) {
            request.put("import", name);
        }
        if (file != null) {
            request.put("path", fileName(file));
        }
        request.putAll(further);
        return request;
    }

    private static String fileName(Path path) {
        return Objects.requireNonNullElse(path.getFileName(), path).toString();
    }
}
