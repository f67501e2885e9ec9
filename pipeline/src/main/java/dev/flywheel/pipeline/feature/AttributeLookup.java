package dev.flywheel.pipeline.feature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds the attributes of entities that an event brings with it.
@FunctionalInterface
public interface AttributeLookup {

    /// Knows no attribute; enough for groups whose features need none.
    AttributeLookup NONE = (_, _, _, _) -> null;

    /// The attribute's value as of that instant; null if it is not known.
    @Nullable Object find(String entity, String key, String attribute, Instant at);
}
