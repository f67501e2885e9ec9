package dev.flywheel.cli.loop;

import dev.flywheel.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A file to import and the mapping that lies beside it.
///
/// The mapping is an import request without `source` and `path`, in `import.json` of the file's
/// folder.
public record ShopImport(Path file, Map<String, Object> mapping) {

    public static final String SOURCE = "files";
    private static final String MAPPING = "import.json";

    public static ShopImport of(Path file, Path mapping) throws IOException {
        Map<String, Object> members = new TreeMap<>();
        JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(mapping));
        json.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
        return new ShopImport(file, members);
    }

    public static ShopImport of(Path file) throws IOException {
        return of(file, file.resolveSibling(MAPPING));
    }

    /// Puts the file where the ingestion service may read it, whole or not at all.
    public void offer(Path imports) throws IOException {
        Path target = imports.resolve(file.getFileName());
        Path partial = imports.resolve(file.getFileName() + ".partial");
        Files.createDirectories(imports);
        Files.copy(file, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The request, with further members such as `from` and `to`.
    public Map<String, Object> request(Map<String, Object> further) {
        Map<String, Object> request = new LinkedHashMap<>(mapping);
        request.put("source", SOURCE);
        request.put("path", file.getFileName().toString());
        request.putAll(further);
        return request;
    }
}
