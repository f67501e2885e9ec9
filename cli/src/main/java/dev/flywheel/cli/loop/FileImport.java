package dev.flywheel.cli.loop;

import dev.flywheel.pipeline.imports.ImportReader;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A file of this machine, and the import of the pipeline's file that says what its columns mean.
///
/// @param name of the import; empty if the pipeline declares none, and columns go by their names
public record FileImport(Path file, String name) {

    /// What a file becomes: reference data first, as events need it.
    ///
    /// These are the imports whose path ends with the file's name; where there are none, all that
    /// read files of its format; and where the pipeline has no imports, its columns go by their
    /// names.
    public static List<FileImport> of(Path file, Map<String, ImportSpec> imports) {
        String name = fileName(file);
        List<ImportSpec> ofFiles =
                imports.values().stream()
                        .filter(each -> each.source().equals(ImportReader.FILES))
                        .filter(each -> each.path() != null)
                        .sorted(
                                Comparator.comparing(
                                        each -> each.target() instanceof Target.Events))
                        .toList();
        List<ImportSpec> fitting =
                ofFiles.stream()
                        .filter(each -> fileName(Path.of(each.path())).equals(name))
                        .toList();
        if (fitting.isEmpty()) {
            fitting =
                    ofFiles.stream()
                            .filter(each -> each.format() == ImportReader.formatOf(name))
                            .toList();
        }
        if (fitting.isEmpty() && !imports.isEmpty()) {
            throw new LoopException(
                    "None of the pipeline's imports %s reads files like %s"
                            .formatted(imports.keySet(), name));
        }
        return fitting.isEmpty()
                ? List.of(new FileImport(file, ""))
                : fitting.stream().map(each -> new FileImport(file, each.name())).toList();
    }

    /// Puts the file where the ingestion service may read it, whole or not at all.
    public void offer(Path imports) throws IOException {
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
        request.put("path", fileName(file));
        request.putAll(further);
        return request;
    }

    private static String fileName(Path path) {
        return Objects.requireNonNullElse(path.getFileName(), path).toString();
    }
}
