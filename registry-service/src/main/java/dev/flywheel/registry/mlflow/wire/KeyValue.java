package dev.flywheel.registry.mlflow.wire;

import dev.flywheel.registry.naming.Tag;
import dev.flywheel.registry.tracking.Param;
import java.util.List;

/// A tag or a parameter.
public record KeyValue(String key, String value) {

    static List<KeyValue> ofTags(List<Tag> tags) {
        return tags.stream().map(tag -> new KeyValue(tag.key(), tag.value())).toList();
    }

    static List<KeyValue> ofParams(List<Param> params) {
        return params.stream().map(param -> new KeyValue(param.key(), param.value())).toList();
    }
}
