package dev.flywheel.contracts;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;

/// Reference data about one entity: what its attributes are from an instant on.
public record EntityVersion(
        String entity, String key, Instant validFrom, Map<String, Object> attributes) {

    public EntityVersion {
        attributes = Collections.unmodifiableMap(Event.Values.normalized(attributes));
    }

    /// The key of this record on the entities topic.
    public String topicKey() {
        return entity + ":" + key;
    }
}
