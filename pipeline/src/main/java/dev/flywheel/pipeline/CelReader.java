package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.cel.CelMistakeException;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads expressions, and notes what does not compile.
final class CelReader {

    private static final int MOST_SHOWN = 12;

    private CelReader() {}

    /// What an expression over one event may use: its keys and its fields.
    static Map<String, ValueType> namesOf(Schema schema, EventSpec event) {
        Map<String, ValueType> names = new LinkedHashMap<>();
        schema.keysOf(event.entities()).forEach(key -> names.put(key, ValueType.CATEGORY));
        names.putAll(event.fields());
        return names;
    }

    /// An expression that is true or false.
    ///
    /// @param what what it may use, for messages, such as `the fields of click`
    static @Nullable CelExpression condition(
            YamlValue at, Map<String, ValueType> names, String what) {
        CelExpression expression = expression(at, names, what);
        if (expression != null && expression.type() != ValueType.BOOLEAN) {
            at.note(
                    "an expression that gives %s".formatted(expression.type().description()),
                    "one that is true or false, such as amount > 100",
                    null);
            return null;
        }
        return expression;
    }

    static @Nullable CelExpression expression(
            YamlValue at, Map<String, ValueType> names, String what) {
        String text = at.text("a CEL expression over " + what);
        if (text == null) {
            return null;
        }
        try {
            return CelExpression.compile(text, names);
        } catch (CelMistakeException e) {
            String unknown = e.unknownName();
            at.note(
                    "'%s': %s".formatted(text, e.getMessage()),
                    unknown == null || names.size() > MOST_SHOWN
                            ? "a CEL expression over " + what
                            : "%s: %s".formatted(what, String.join(", ", names.keySet())),
                    unknown == null ? null : Spelling.nearest(unknown, names.keySet()));
            return null;
        }
    }
}
