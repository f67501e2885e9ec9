package dev.flywheel.ingestion.imports;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.JsonFault;
import dev.flywheel.ingestion.imports.ImportRefusedException.Mistake;
import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.imports.DatedPath;
import dev.flywheel.pipeline.imports.ImportReader;
import dev.flywheel.pipeline.imports.ImportSpec;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlDocument;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a request asks for: an import of the pipeline's file by its name, or a whole one that
/// is written as in the file, in JSON.
final class ImportDefinitions {

    private static final String IMPORT = "import";

    /// What a request may change of an import that the file has.
    private static final List<String> CHANGEABLE =
            List.of("path", "since", "from", "to", "sample", "rate");

    /// What only the file may say: neither the clock nor a database does what a stranger asks for.
    private static final List<String> OF_THE_FILE = List.of("schedule", "query");

    private static final String SINCE = "since";

    /// What a request asks for.
    ///
    /// @param since where a query begins this time; null where the one before it stopped
    record Requested(ImportSpec spec, @Nullable String since) {}

    private static final JsonMapper STRICT =
            Json.MAPPER.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ImportDefinitions() {}

    /// The import that a request asks for; days in its path are those of that instant.
    ///
    /// @throws ImportRefusedException with everything that is wrong
    static Requested requested(Pipeline pipeline, byte[] body, Instant day) {
        JsonNode tree;
        try {
            tree = STRICT.readTree(body);
        } catch (JacksonException e) {
            throw new ImportRefusedException("request", JsonFault.of(e));
        }
        if (!(tree instanceof ObjectNode request)) {
            throw new ImportRefusedException("request", "Expected a JSON object");
        }
        ImportSpec spec =
                request.has(IMPORT) ? named(pipeline, request, day) : whole(pipeline, request, day);
        return new Requested(spec, request.has(SINCE) ? request.get(SINCE).asString() : null);
    }

    /// The import of the pipeline's file, on a day.
    static ImportSpec of(Pipeline pipeline, ImportSpec spec, Instant day) {
        return read(pipeline, spec.name(), dated(definition(spec), day));
    }

    /// The import that was asked for once.
    ///
    /// @throws ImportRefusedException if the pipeline has changed so that it makes no sense any
    ///   more
    static ImportSpec again(Pipeline pipeline, String name, String definition) {
        return read(pipeline, name, (ObjectNode) Json.MAPPER.readTree(definition));
    }

    private static ImportSpec whole(Pipeline pipeline, ObjectNode request, Instant day) {
        for (String member : OF_THE_FILE) {
            if (request.has(member)) {
                throw new ImportRefusedException(
                        member, "Only imports of the pipeline's file have it");
            }
        }
        return read(pipeline, "", dated(request, day));
    }

    private static ImportSpec named(Pipeline pipeline, ObjectNode request, Instant day) {
        String name = request.path(IMPORT).asString("");
        ImportSpec spec = pipeline.imports().get(name);
        if (spec == null) {
            String nearest = Spelling.nearest(name, pipeline.imports().keySet());
            throw new ImportRefusedException(
                    IMPORT,
                    "The pipeline's file has no import '%s'; it has %s%s"
                            .formatted(
                                    name,
                                    pipeline.imports().keySet(),
                                    nearest == null ? "" : "; did you mean '" + nearest + "'?"));
        }
        ObjectNode merged = definition(spec);
        List<Mistake> mistakes = new ArrayList<>();
        request.properties()
                .forEach(member -> {
                    if (CHANGEABLE.contains(member.getKey())) {
                        merged.set(member.getKey(), member.getValue());
                    } else if (!member.getKey().equals(IMPORT)) {
                        mistakes.add(
                                new Mistake(
                                        member.getKey(),
                                        "Expected beside import one of " + CHANGEABLE));
                    }
                });
        if (!mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
        return read(pipeline, name, dated(merged, day));
    }

    private static ObjectNode definition(ImportSpec spec) {
        return (ObjectNode) Json.MAPPER.readTree(spec.definition());
    }

    private static ObjectNode dated(ObjectNode definition, Instant day) {
        JsonNode path = definition.get("path");
        if (path != null && path.isString()) {
            try {
                definition.put("path", new DatedPath(path.stringValue()).at(day));
            } catch (IllegalArgumentException | java.time.DateTimeException _) {
                // The reader tells what is wrong with it.
            }
        }
        return definition;
    }

    private static ImportSpec read(Pipeline pipeline, String name, ObjectNode definition) {
        // JSON is YAML: one reader tells the same mistakes of the file and of requests.
        YamlDocument document = new YamlDocument(Json.MAPPER.writeValueAsString(definition), name);
        YamlValue root = document.root();
        @Nullable ImportSpec spec =
                root == null ? null : new ImportReader(pipeline.schema()).read(name, root);
        List<Mistake> mistakes =
                document.findings().stream()
                        .map(finding ->
                                new Mistake(
                                        finding.path().isEmpty() ? "request" : finding.path(),
                                        "Expected %s, found %s%s"
                                                .formatted(
                                                        finding.expected(),
                                                        finding.found(),
                                                        finding.suggestion() == null
                                                                ? ""
                                                                : "; did you mean '%s'?"
                                                                        .formatted(
                                                                                finding
                                                                                        .suggestion()))))
                        .toList();
        if (spec == null || !mistakes.isEmpty()) {
            throw new ImportRefusedException(mistakes);
        }
        return spec;
    }
}
