package dev.flywheel.registry.search;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may stand behind the dot of `metrics.auc` or `attributes.status`.
public sealed interface Group permits Entries, Group.Named {

    /// The field of that name; null if there is none.
    @Nullable Field field(String name);

    /// The names that there are; empty if any name will do.
    List<String> names();

    /// Fields that have fixed names.
    record Named(Map<String, Field> fields) implements Group {

        @Override
        public @Nullable Field field(String name) {
            return fields.get(name);
        }

        @Override
        public List<String> names() {
            return fields.keySet().stream().sorted().toList();
        }
    }
}
