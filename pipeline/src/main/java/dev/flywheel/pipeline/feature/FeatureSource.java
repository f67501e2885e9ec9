package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.cel.CelFailedException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
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

    /// A part of the instant.
    record OfTime(TimePart part, ZoneId zone) implements FeatureSource {}

    /// Two counts, one divided by the other.
    ///
    /// @param overGroup whose state has the second; mostly the same
    record OfRate(int group, int of, int overGroup, int over, double prior, double weight)
            implements FeatureSource {

        double value(@Nullable GroupState[] states, AsOf at) {
            GroupState counted = states[group];
            GroupState all = states[overGroup];
            double had = prior * weight + (counted == null ? 0 : counted.number(of, at));
            double seen = weight + (all == null ? 0 : all.number(over, at));
            return seen == 0 ? Double.NaN : had / seen;
        }
    }

    /// An expression over columns to the left.
    ///
    /// @param columns by feature name
    record OfExpression(CelExpression expression, Map<String, Integer> columns)
            implements FeatureSource {

        @Nullable Object value(FeatureVector vector) {
            try {
                return expression.evaluate(
                        name -> vector.value(Objects.requireNonNull(columns.get(name))));
            } catch (CelFailedException _) {
                return null;
            }
        }
    }

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
            case OfTime(TimePart part, ZoneId zone) ->
                    vector.set(column, part.of(at.instant().atZone(zone)));
            case OfRate rate -> vector.set(column, rate.value(states, at));
            case OfExpression expression ->
                    put(vector, column, type, finite(expression.value(vector)));
        }
    }

    /// What a division by zero gives is no number to learn from.
    private static @Nullable Object finite(@Nullable Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    static void put(FeatureVector vector, int column, FeatureType type, @Nullable Object value) {
        switch (type) {
            case NUMERIC ->
                    vector.set(column, value instanceof Number n ? n.doubleValue() : Double.NaN);
            case CATEGORICAL -> vector.set(column, value == null ? null : value.toString());
        }
    }
}
