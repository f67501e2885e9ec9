package dev.flywheel.pipeline.jsonschema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The kinds of values that a pipeline file has, as JSON Schema.
final class Types {

    private static final String DURATION = "^[1-9][0-9]{0,5}[smhdy]$";
    private static final String TYPE = "type";

    private Types() {}

    /// Any scalar: YAML reads `7` and `true` as no texts, and where a text is asked for they are.
    static Map<String, Object> text(String description) {
        return of(List.of("string", "number", "boolean"), description);
    }

    static Map<String, Object> expression(String description) {
        return of("string", description + " (CEL)");
    }

    static Map<String, Object> truth(String description) {
        return of("boolean", description);
    }

    static Map<String, Object> integer(String description, long least, long most) {
        Map<String, Object> schema = of("integer", description);
        schema.put("minimum", least);
        if (most < Long.MAX_VALUE) {
            schema.put("maximum", most);
        }
        return schema;
    }

    static Map<String, Object> number(String description) {
        return of("number", description);
    }

    static Map<String, Object> number(String description, double least, double most) {
        Map<String, Object> schema = number(description);
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }

    static Map<String, Object> duration(String description) {
        Map<String, Object> schema = of("string", description + ", such as 10m or 7d");
        schema.put("pattern", DURATION);
        return schema;
    }

    static Map<String, Object> words(String description, Collection<?> words) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("enum", List.copyOf(words));
        return schema;
    }

    /// The constants in small letters.
    static Map<String, Object> words(String description, Enum<?>[] constants, char separator) {
        List<String> words = new ArrayList<>();
        for (Enum<?> constant : constants) {
            words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', separator));
        }
        return words(description, words);
    }

    static Map<String, Object> list(String description, Map<String, Object> element) {
        Map<String, Object> schema = of("array", description);
        schema.put("items", element);
        return schema;
    }

    static Map<String, Object> oneOrMore(String description, Map<String, Object> element) {
        return either(description, element, list(description, element));
    }

    static Map<String, Object> map(String description, Map<String, Object> value) {
        Map<String, Object> schema = of("object", description);
        schema.put("additionalProperties", value);
        return schema;
    }

    static Map<String, Object> either(
            String description, Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put("anyOf", List.of(one, other));
        return schema;
    }

    private static Map<String, Object> of(Object type, String description) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put(TYPE, type);
        return schema;
    }
}
