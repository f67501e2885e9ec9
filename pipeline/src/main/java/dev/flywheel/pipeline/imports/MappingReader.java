package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.ValueChecker;
import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `columns`, knowing the members that rows must and may become.
final class MappingReader {

    private final Set<String> names;
    private final Set<String> needed;
    private final Map<String, ValueType> types;

    MappingReader(Schema schema, Target target) {
        Members members = Members.of(schema, target);
        this.names = members.names();
        this.needed = members.needed();
        this.types = members.types();
    }

    /// What each member is made of: of the column of its own name if the file doesn't say.
    Map<String, Expression> columns(YamlMap section) {
        Map<String, Expression> byName = new LinkedHashMap<>();
        names.forEach(name -> byName.put(name, new Expression.Column(name, Map.of(), null)));
        return section.read("columns", this::columns, byName);
    }

    private @Nullable Map<String, Expression> columns(YamlValue value) {
        YamlMap map = value.map("a mapping of what each member is made of");
        if (map == null) {
            return null;
        }
        map.allow(names.toArray(String[]::new));
        List<String> missing = new ArrayList<>(needed);
        missing.removeAll(map.values().keySet());
        // A misspelt key may be the missing one.
        if (!missing.isEmpty() && names.containsAll(map.values().keySet())) {
            value.note(
                    "no " + String.join(", ", missing),
                    "what each of " + String.join(", ", needed) + " is made of",
                    null);
        }
        Map<String, Expression> columns = new LinkedHashMap<>();
        map.values()
                .forEach((name, at) -> {
                    Expression expression = ExpressionReader.read(at);
                    if (expression != null) {
                        columns.put(name, expression);
                        checkWritten(name, at);
                    }
                });
        return columns;
    }

    /// Notes what is written in the file as a value of a member and is none of its type: no row
    /// would get through with it.
    private void checkWritten(String name, YamlValue expression) {
        ValueType type = types.get(name);
        if (type == null || !expression.isMap()) {
            return;
        }
        YamlMap keys = Objects.requireNonNull(expression.map("an expression"));
        Stream.of("constant", "default").map(keys::get).forEach(value -> check(value, type));
        YamlValue map = keys.get("map");
        if (map != null && map.isMap()) {
            Objects.requireNonNull(map.map("texts"))
                    .values()
                    .values()
                    .forEach(value -> check(value, type));
        }
    }

    private static void check(@Nullable YamlValue value, ValueType type) {
        if (value == null) {
            return;
        }
        Object written = value.scalar();
        if (written != null
                && new ValueChecker().value("", TypedValue.of(written, type), type) == null) {
            value.expected(type.description());
        }
    }
}
