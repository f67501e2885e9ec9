package dev.flywheel.model.reference;

import dev.flywheel.contracts.Json;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The served population's profile at training: of each feature, and of the scores it was given.
///
/// @param rows how many rows the population had
/// @param sampled how many of them, drawn uniformly, were counted
/// @param features by feature name
/// @param score the scores of the counted rows
public record Reference(long rows, long sampled, Map<String, Profile> features, Profile score) {

    public Reference {
        features = Collections.unmodifiableMap(new TreeMap<>(features));
    }

    /// The same without these features.
    public Reference without(Set<String> names) {
        Map<String, Profile> others = new TreeMap<>(features);
        others.keySet().removeAll(names);
        return new Reference(rows, sampled, others, score);
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    /// Reads what [#toJson] wrote.
    ///
    /// @throws tools.jackson.core.JacksonException if the bytes are anything else
    public static Reference fromJson(byte[] json) {
        return Json.read(json, Reference.class);
    }
}
