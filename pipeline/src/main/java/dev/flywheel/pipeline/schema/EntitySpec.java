package dev.flywheel.pipeline.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A kind of thing that events are about.
///
/// @param name such as `user`
/// @param key the member of an event that names one, such as `user_id`
public record EntitySpec(String name, String key, Map<String, ValueType> attributes) {

    public EntitySpec {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
