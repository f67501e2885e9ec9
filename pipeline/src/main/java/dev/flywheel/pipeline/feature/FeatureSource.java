package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.RowExpression;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a column gets its value from when a vector is made.
sealed interface FeatureSource {

    /// Puts the value into a column.
    ///
    /// @param states by group index; null where there is none
    /// @param keys by entity index
    void fill(
            FeatureVector vector,
            int column,
            FeatureType type,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at);

    /// An aggregate in a group's state.
    ///
    /// @param empty what it is worth before anything happened: 0 for counts, else missing
    record OfCell(int group, int cell, double empty) implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            GroupState state = states[group];
            if (state != null) {
                state.cell(cell).fill(vector, column, type, at);
            } else if (type == FeatureType.NUMERIC) {
                vector.set(column, empty);
            } else {
                vector.set(column, null);
            }
        }
    }

    /// An attribute of the single entity of a group, by its position in the declaration.
    record OfAttribute(int group, int attribute) implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            GroupState state = states[group];
            put(vector, column, type, state == null ? null : state.attribute(attribute, at));
        }
    }

    /// The key of an entity.
    record OfKey(int entity) implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            vector.set(column, keys[entity]);
        }
    }

    /// A field of the event or request.
    record OfField(String field) implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            put(vector, column, type, fields.get(field));
        }
    }

    /// A part of the instant that the event or the request tells.
    record OfTime(TimePart part, ZoneId zone) implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            vector.set(column, part.of(at.asked().atZone(zone)));
        }
    }

    /// Two counts, one divided by the other.
    ///
    /// @param overGroup whose state has the second; mostly the same
    record OfRate(int group, int of, int overGroup, int over, double prior, double weight)
            implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            GroupState counted = states[group];
            GroupState all = states[overGroup];
            double had = prior * weight + (counted == null ? 0 : counted.number(of, at));
            double seen = weight + (all == null ? 0 : all.number(over, at));
            vector.set(column, seen == 0 ? Double.NaN : had / seen);
        }
    }

    /// An expression over columns to the left.
    ///
    /// @param columns by feature name
    record OfExpression(RowExpression expression, Map<String, Integer> columns)
            implements FeatureSource {

        @Override
        public void fill(
                FeatureVector vector,
                int column,
                FeatureType type,
                @Nullable GroupState[] states,
                @Nullable String[] keys,
                Map<String, Object> fields,
                AsOf at) {
            switch (type) {
                // What a division by zero gives is no number to learn from.
                case NUMERIC -> {
                    double number = expression.number(vector);
                    vector.set(column, Double.isFinite(number) ? number : Double.NaN);
                }
                case CATEGORICAL -> put(vector, column, type, expression.value(vector));
            }
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
