package dev.flywheel.pipeline.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A kind of event: the entities that it is about and its own fields.
///
/// @param entities names of entities, in the order of the file; those of its target if it is joined
/// @param join how it finds that target; null if it has the keys of its entities itself
public record EventSpec(
        String name, List<String> entities, Map<String, ValueType> fields, @Nullable Join join) {

    public EventSpec {
        entities = List.copyOf(entities);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The entities whose keys are in the event itself; the first one's key partitions.
    public List<String> carried() {
        return join == null ? entities : List.of();
    }
}
