package dev.flywheel.registry.comparison;

import dev.flywheel.contracts.Json;
import dev.flywheel.pipeline.yaml.YamlDocument;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a pipeline file says of its features, whether or not this registry's version of the
/// language still knows each word of it.
final class FeatureDefinitions {

    private FeatureDefinitions() {}

    /// The definitions by name, in the order of the file; null if it has none that can be read.
    static @Nullable Map<String, JsonNode> of(String pipeline) {
        try {
            return read(pipeline);
        } catch (StackOverflowError _) {
            return null; // nobody nests that deep but to do harm
        }
    }

    private static @Nullable Map<String, JsonNode> read(String pipeline) {
        YamlValue root = new YamlDocument(pipeline, "pipeline.yaml").root();
        YamlMap file = root == null || !root.isMap() ? null : root.map("a pipeline");
        YamlValue features = file == null ? null : file.get("features");
        YamlMap declared =
                features == null || !features.isMap() ? null : features.map("features by name");
        if (declared == null) {
            return null;
        }
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        declared.values()
                .forEach((name, value) ->
                        definitions.put(name, Json.MAPPER.valueToTree(plain(value))));
        return definitions;
    }

    private static @Nullable Object plain(YamlValue value) {
        YamlMap map = value.isMap() ? value.map("a mapping") : null;
        if (map != null) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.values().forEach((key, member) -> members.put(key, plain(member)));
            return members;
        }
        if (value.isList()) {
            List<@Nullable Object> elements = new ArrayList<>();
            value.list("a list").forEach(element -> elements.add(plain(element)));
            return elements;
        }
        return value.scalar();
    }
}
