package dev.flywheel.pipeline.yaml;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The canonical text of a document: no comments, no spacing, keys sorted, numbers spelled one way.
public final class Canonical {

    private Canonical() {}

    public static String of(YamlValue value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, YamlValue value) {
        if (value.isMap()) {
            YamlMap map = Objects.requireNonNull(value.map("a mapping"));
            text.append('{');
            for (Map.Entry<String, YamlValue> entry : new TreeMap<>(map.values()).entrySet()) {
                quote(text, entry.getKey());
                text.append(':');
                append(text, entry.getValue());
                text.append(',');
            }
            text.append('}');
        } else if (value.isList()) {
            text.append('[');
            for (YamlValue element : value.list("a list")) {
                append(text, element);
                text.append(',');
            }
            text.append(']');
        } else {
            switch (value.scalar()) {
                case null -> text.append("null");
                case String word -> quote(text, word);
                case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                        text.append(number.longValue());
                case Object scalar -> text.append(scalar);
            }
        }
    }

    private static void quote(StringBuilder text, String word) {
        text.append('"').append(word.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
