package dev.flywheel.pipeline;

import dev.flywheel.pipeline.feature.Operator;
import dev.flywheel.pipeline.feature.TimePart;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.yaml.YamlMap;
import dev.flywheel.pipeline.yaml.YamlValue;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Reads the operators that remember no events: `attribute`, `key`, `field` and `event_time`.
final class PlainReader {

    private final Schema schema;
    private final ValueReader values;

    PlainReader(Schema schema, ValueReader values) {
        this.schema = schema;
        this.values = values;
    }

    @Nullable Operator attribute(YamlMap map) {
        YamlValue at = map.get("attribute");
        String[] parts = at == null ? null : values.attribute(at);
        return parts == null ? null : new Operator.Attribute(parts[0], parts[1]);
    }

    @Nullable Operator key(YamlMap map) {
        YamlValue at = map.get("key");
        String entity = at == null ? null : at.among(schema.entities().keySet(), "an entity");
        return entity == null ? null : new Operator.Key(entity);
    }

    @Nullable Operator field(YamlMap map) {
        YamlValue at = map.get("field");
        String[] parts = at == null ? null : values.field(at);
        return parts == null ? null : new Operator.Field(parts[0], parts[1]);
    }

    @Nullable Operator eventTime(YamlMap map) {
        YamlValue at = map.get("event_time");
        TimePart part =
                at == null ? null : at.among(TimePart.values(), TimePart::word, "a part of a time");
        ZoneId zone = map.read("zone", YamlValue::zone, ZoneOffset.UTC);
        return part == null ? null : new Operator.EventTime(part, zone);
    }
}
