package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.imports.ImportSpec.Target;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What rows may become members of, and what none may lack.
///
/// @param types of those that have a declared one; the others are keys, ids and times
public record Members(Set<String> names, Set<String> needed, Map<String, ValueType> types) {

    public static Members of(Schema schema, Target target) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> needed = new LinkedHashSet<>();
        Map<String, ValueType> types;
        switch (target) {
            case Target.Events(EventSpec event) -> {
                needed.addAll(schema.keysOf(event.carried()));
                if (event.join() != null) {
                    needed.add(event.join().on());
                }
                needed.add("event_time");
                names.addAll(needed);
                types = event.fields();
                names.addAll(types.keySet());
                names.addAll(List.of("event_id", "prediction_id"));
            }
            case Target.Versions(EntitySpec entity) -> {
                needed.add("key");
                names.add("key");
                types = entity.attributes();
                names.addAll(types.keySet());
                names.add("valid_from");
            }
        }
        return new Members(names, needed, types);
    }
}
