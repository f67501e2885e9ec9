package dev.flywheel.pipeline.feature;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a column gets its value from when a vector is made.
sealed interface FeatureSource {

    /// An aggregate in a group's state.
    ///
    /// @param empty what it is worth before anything happened: 0 for counts, else missing
    record OfCell(int group, int cell, double empty) implements FeatureSource {}

    /// An attribute of the single entity of a group, by its position in the declaration.
    record OfAttribute(int group, int attribute) implements FeatureSource {}

    /// The key of an entity.
    record OfKey(int entity) implements FeatureSource {}

    /// A field of the event or request.
    record OfField(String field) implements FeatureSource {}

    /// Puts the value into a column.
    ///
    /// @param states by group index; null where there is none
    /// @param keys by entity index
    default void fill(
            FeatureVector vector,
            int column,
            FeatureType type,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        switch (this) {
            case OfCell(int group, int cell, double empty) -> {
                GroupState state = states[group];
                if (state != null) {
                    state.cell(cell).fill(vector, column, type, at);
                } else if (type == FeatureType.NUMERIC) {
                    vector.set(column, empty);
                }
            }
            case OfAttribute(int group, int attribute) -> {
                GroupState state = states[group];
                put(vector, column, type, state == null ? null : state.attribute(attribute, at));
            }
            case OfKey(int entity) -> vector.set(column, keys[entity]);
            case OfField(String field) -> put(vector, column, type, fields.get(field));
        }
    }

    static void put(FeatureVector vector, int column, FeatureType type, @Nullable Object value) {
        switch (type) {
            case NUMERIC ->
                    vector.set(column, value instanceof Number n ? n.doubleValue() : Double.NaN);
            case CATEGORICAL -> vector.set(column, value == null ? null : value.toString());
        }
    }
}
