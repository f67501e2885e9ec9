package dev.flywheel.feature.trainingdata;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.feature.FeatureColumn;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the columns of a file mean to a pipeline.
///
/// @param time the column of the moment
/// @param keys the columns of entities' keys, by entity
/// @param fields the columns that are fields of events, with their types
/// @param carried the columns that are written again, beside the features
record Spine(
        String time,
        Map<String, String> keys,
        Map<String, ValueType> fields,
        List<String> carried) {

    /// @param columns of the file, in its order
    /// @throws SpineRefusedException with everything that is wrong
    static Spine of(Pipeline pipeline, String time, Set<String> columns) {
        List<String> errors = new ArrayList<>();
        if (!columns.contains(time)) {
            errors.add(
                    "There is no column '%s' with each row's moment; there are %s"
                            .formatted(time, columns));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (EntitySpec entity : pipeline.entities().values()) {
            if (columns.contains(entity.key())) {
                keys.put(entity.name(), entity.key());
            }
        }
        if (keys.isEmpty()) {
            errors.add(
                    "There is no column with an entity's key, such as %s; there are %s"
                            .formatted(
                                    pipeline.entities().values().stream()
                                            .map(EntitySpec::key)
                                            .toList(),
                                    columns));
        }
        Map<String, ValueType> fields = new LinkedHashMap<>();
        for (EventSpec event : pipeline.schema().events().values()) {
            event.fields()
                    .forEach((name, type) -> {
                        if (columns.contains(name) && !name.equals(time)) {
                            fields.putIfAbsent(name, type);
                        }
                    });
        }
        Set<String> features = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        pipeline.featureSet().columns().stream().map(FeatureColumn::name).forEach(features::add);
        List<String> carried = new ArrayList<>();
        for (String column : columns) {
            if (column.toLowerCase(Locale.ROOT).startsWith(SpineTable.OWN)) {
                errors.add("A column can't be called '%s'".formatted(column));
            } else if (!features.contains(column)) {
                carried.add(column);
            } else if (!keys.containsValue(column) && !fields.containsKey(column)) {
                errors.add(
                        "The column '%s' has the name of a feature; rename it".formatted(column));
            }
        }
        if (!errors.isEmpty()) {
            throw new SpineRefusedException(errors);
        }
        return new Spine(time, keys, fields, carried);
    }
}
