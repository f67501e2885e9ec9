package dev.flywheel.pipeline;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.cel.CelMistakeException;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.Spelling;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
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
            CelExpression expression = CelExpression.compile(text, names);
            if (expression.dividesByZero()) {
                at.note(at.found() + ": it divides by 0", "a CEL expression over " + what, null);
            }
            return expression;
        } catch (CelMistakeException e) {
            note(at, names, what, e);
            return null;
        }
    }

    private static void note(
            YamlValue at, Map<String, ValueType> names, String what, CelMistakeException e) {
        String found = "%s: %s".formatted(at.found(), e.getMessage());
        String unknown = e.unknownName();
        if (unknown == null) {
            at.note(found, "a CEL expression over " + what, null);
        } else if (e.isFunction()) {
            List<String> functions = CelExpression.functions();
            String expected = "a function: " + String.join(", ", functions);
            at.note(found, expected, Spelling.nearest(unknown, functions));
        } else {
            String expected =
                    names.size() > MOST_SHOWN
                            ? "a CEL expression over " + what
                            : "%s: %s".formatted(what, String.join(", ", names.keySet()));
            at.note(found, expected, Spelling.nearest(unknown, names.keySet()));
        }
    }
}
