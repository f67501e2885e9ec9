package dev.flywheel.pipeline.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.Mistake;
import dev.flywheel.pipeline.PipelineException;
import dev.flywheel.pipeline.PipelineReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The schema has the keys that the reader takes, mapping by mapping: the reader is asked by a key
/// that it can't know, which it answers with those that it does.
class SchemaEqualsReaderTest {

    private static final String UNKNOWN = "qqqqqq";
    private static final String ONE_OF = "one of ";

    private final JsonNode schema = Json.MAPPER.readTree(PipelineJsonSchema.text());
    private final Map<String, Set<String>> ofReader = new TreeMap<>();
    private final Map<String, Set<String>> ofSchema = new TreeMap<>();

    @Test
    void knowsTheKeysThatTheReaderKnows() throws IOException {
        for (String example : Examples.all()) {
            Object value = new Load(LoadSettings.builder().build()).loadFromString(example);
            ask(Json.MAPPER.valueToTree(value));
        }

        assertThat(ofReader).hasSizeGreaterThan(40);
        ofReader.forEach((where, keys) ->
                assertThat(ofSchema.get(where))
                        .as(where)
                        .containsExactlyInAnyOrderElementsOf(keys));
    }

    private void ask(JsonNode pipeline) {
        ask(pipeline, pipeline, "", schema, "");
    }

    private void ask(
            JsonNode pipeline, JsonNode here, String path, JsonNode of, String placeInSchema) {
        // What is defined once is one place, wherever it is used.
        String pathInSchema = of.has("$ref") ? of.path("$ref").asString("") : placeInSchema;
        if (here instanceof ObjectNode mapping) {
            JsonNode section = branch(of, "properties", "additionalProperties");
            keys(pipeline, mapping, path)
                    .filter(_ -> !isOfUser(section))
                    .ifPresent(keys -> {
                        ofReader.computeIfAbsent(pathInSchema, _ -> new TreeSet<>()).addAll(keys);
                        ofSchema.computeIfAbsent(pathInSchema, _ -> new TreeSet<>())
                                .addAll(section.path("properties").propertyNames());
                    });
            for (String key : List.copyOf(mapping.propertyNames())) {
                boolean known = section.path("properties").has(key);
                ask(
                        pipeline,
                        mapping.get(key),
                        path.isEmpty() ? key : path + "." + key,
                        known
                                ? section.path("properties").path(key)
                                : section.path("additionalProperties"),
                        pathInSchema + "." + (known ? key : "*"));
            }
        } else if (here.isArray()) {
            JsonNode items = branch(of, "items").path("items");
            for (int i = 0; i < here.size(); i++) {
                ask(pipeline, here.get(i), path + "[" + i + "]", items, pathInSchema + "[]");
            }
        }
    }

    /// What the reader takes in this mapping; nothing where it takes names of the user's own.
    private static Optional<List<String>> keys(JsonNode pipeline, ObjectNode mapping, String path) {
        mapping.put(UNKNOWN, 1);
        try {
            PipelineReader.read(Json.MAPPER.writeValueAsString(pipeline), "example.json");
            return Optional.empty();
        } catch (PipelineException e) {
            String at = path.isEmpty() ? UNKNOWN : path + "." + UNKNOWN;
            return e.mistakes().stream()
                    .filter(mistake -> mistake.path().equals(at))
                    .filter(mistake -> mistake.found().equals("unknown key '" + UNKNOWN + "'"))
                    .map(Mistake::expected)
                    .map(expected -> List.of(expected.substring(ONE_OF.length()).split(", ")))
                    .findFirst();
        } finally {
            mapping.remove(UNKNOWN);
        }
    }

    /// Whether the keys are names that the file itself declares.
    private static boolean isOfUser(JsonNode section) {
        return section.path("additionalProperties").isObject();
    }

    /// The schema itself, or what it refers to, or that of its choices which has one of those.
    private JsonNode branch(JsonNode of, String... having) {
        JsonNode node = resolved(of);
        List<JsonNode> choices = new ArrayList<>(List.of(node));
        node.path("anyOf").forEach(choice -> choices.add(resolved(choice)));
        return choices.stream()
                .filter(choice -> List.of(having).stream().anyMatch(choice::has))
                .findFirst()
                .orElse(node);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? schema.at(node.path("$ref").asString("").substring(1)) : node;
    }
}
