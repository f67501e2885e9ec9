package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `columns`, knowing the members that rows must and may become.
final class MappingReader {

    private final Set<String> names;
    private final Set<String> needed;

    MappingReader(Schema schema, Target target) {
        Members members = Members.of(schema, target);
        this.names = members.names();
        this.needed = members.needed();
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
                    }
                });
        return columns;
    }
}
