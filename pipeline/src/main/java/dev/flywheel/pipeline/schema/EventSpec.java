package dev.flywheel.pipeline.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A kind of event: the entities that it is about and its own fields.
///
/// @param entities names of entities, in the order of the file; the first one's key partitions
public record EventSpec(String name, List<String> entities, Map<String, ValueType> fields) {

    public EventSpec {
        entities = List.copyOf(entities);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
