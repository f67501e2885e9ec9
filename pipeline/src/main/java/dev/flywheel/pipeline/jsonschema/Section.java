package dev.flywheel.pipeline.jsonschema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A mapping with known keys and no others.
final class Section {

    private final String description;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();
    private final List<List<String>> choices = new ArrayList<>();

    Section(String description) {
        this.description = description;
    }

    /// The same keys, with another meaning.
    Section copy(String meaning) {
        Section copy = new Section(meaning);
        copy.properties.putAll(properties);
        copy.required.addAll(required);
        return copy;
    }

    Section must(String key, Map<String, Object> schema) {
        required.add(key);
        return may(key, schema);
    }

    Section may(String key, Map<String, Object> schema) {
        properties.put(key, schema);
        return this;
    }

    /// Exactly one of those keys must be there.
    Section oneOf(List<String> keys) {
        choices.add(keys);
        return this;
    }

    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!choices.isEmpty()) {
            schema.put("allOf", choices.stream().map(Section::exactlyOne).toList());
        }
        return schema;
    }

    private static Map<String, Object> exactlyOne(List<String> keys) {
        return Map.of("oneOf", keys.stream().map(key -> Map.of("required", List.of(key))).toList());
    }
}
