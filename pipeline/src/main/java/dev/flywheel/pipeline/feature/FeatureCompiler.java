package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns declared features into groups, the cells of their states, and the sources of the columns.
final class FeatureCompiler {

    private final Schema schema;
    private final List<String> entities;
    private final Map<List<String>, Draft> drafts = new LinkedHashMap<>();
    private final List<FeatureColumn> columns = new ArrayList<>();
    private final List<FeatureSource> sources = new ArrayList<>();

    FeatureCompiler(Schema schema, List<FeatureSpec> specs) {
        this.schema = schema;
        this.entities = List.copyOf(schema.entities().keySet());
        for (FeatureSpec spec : specs) {
            compile(spec);
        }
    }

    List<FeatureColumn> columns() {
        return List.copyOf(columns);
    }

    List<FeatureSource> sources() {
        return sources;
    }

    List<GroupPlan> plans() {
        return drafts.values().stream().map(Draft::plan).toList();
    }

    private void compile(FeatureSpec spec) {
        switch (spec.operator()) {
            case Operator.Count(String event, var by, var retention) -> {
                Draft draft = draft(by);
                int cell = draft.add(() -> new CountCell(Memory.of(retention)), event, null, null);
                boolean cumulative = retention instanceof Retention.Forever;
                column(
                        spec,
                        FeatureType.NUMERIC,
                        cumulative,
                        new FeatureSource.OfCell(draft.index, cell, 0));
            }
            case Operator.Mean(Value value, var by, var retention) ->
                    aggregate(
                            spec,
                            FeatureType.NUMERIC,
                            by,
                            value,
                            () -> new MeanCell(Memory.of(retention)));
            case Operator.Last(Value value, var by, var retention) ->
                    aggregate(spec, typeOf(value), by, value, () -> new LastCell(retention));
            case Operator.Attribute(String entity, String attribute) ->
                    column(
                            spec,
                            type(attributeType(entity, attribute)),
                            false,
                            new FeatureSource.OfAttribute(
                                    draft(List.of(entity)).index,
                                    attributesOf(entity).indexOf(attribute)));
            case Operator.Key(String entity) ->
                    column(
                            spec,
                            FeatureType.CATEGORICAL,
                            false,
                            new FeatureSource.OfKey(entities.indexOf(entity)));
            case Operator.Field(String event, String field) ->
                    column(
                            spec,
                            type(fieldType(event, field)),
                            false,
                            new FeatureSource.OfField(field));
        }
    }

    private void aggregate(
            FeatureSpec spec,
            FeatureType type,
            List<String> by,
            Value value,
            Supplier<Cell> cells) {
        Draft draft = draft(by);
        String keyField = null;
        if (value instanceof Value.OfEntity(_, String entity, _)) {
            keyField = schema.entity(entity).key();
            draft(List.of(entity));
        }
        int cell = draft.add(cells, value.event(), value, keyField);
        column(spec, type, false, new FeatureSource.OfCell(draft.index, cell, Double.NaN));
    }

    private void column(
            FeatureSpec spec, FeatureType type, boolean cumulative, FeatureSource source) {
        String meaning = Meaning.sentence(spec.operator());
        columns.add(new FeatureColumn(spec.name(), type, meaning, cumulative));
        sources.add(source);
    }

    private FeatureType typeOf(Value value) {
        return switch (value) {
            case Value.OfEvent(String event, String name) ->
                    isKey(event, name) ? FeatureType.CATEGORICAL : type(fieldType(event, name));
            case Value.OfEntity(_, String entity, String attribute) ->
                    type(attributeType(entity, attribute));
        };
    }

    private boolean isKey(String event, String name) {
        return schema.keysOf(schema.event(event).entities()).contains(name);
    }

    private ValueType fieldType(String event, String field) {
        return declared(schema.event(event).fields().get(field), event + "." + field);
    }

    private ValueType attributeType(String entity, String attribute) {
        return declared(
                schema.entity(entity).attributes().get(attribute), entity + "." + attribute);
    }

    private static ValueType declared(@Nullable ValueType type, String name) {
        if (type == null) {
            throw new IllegalArgumentException("No '%s' is declared".formatted(name));
        }
        return type;
    }

    private static FeatureType type(ValueType type) {
        return type.isNumeric() ? FeatureType.NUMERIC : FeatureType.CATEGORICAL;
    }

    private List<String> attributesOf(String entity) {
        return List.copyOf(schema.entity(entity).attributes().keySet());
    }

    private Draft draft(List<String> by) {
        return drafts.computeIfAbsent(by, names -> new Draft(drafts.size(), names));
    }

    /// A group while its features are gathered.
    private final class Draft {

        private final int index;
        private final List<String> by;
        private final List<Supplier<Cell>> cells = new ArrayList<>();
        private final Map<String, List<GroupPlan.Input>> inputs = new LinkedHashMap<>();

        Draft(int index, List<String> by) {
            this.index = index;
            this.by = by;
        }

        int add(
                Supplier<Cell> cell,
                String event,
                @Nullable Value value,
                @Nullable String keyField) {
            cells.add(cell);
            int position = cells.size() - 1;
            inputs.computeIfAbsent(event, _ -> new ArrayList<>())
                    .add(new GroupPlan.Input(position, value, keyField));
            return position;
        }

        GroupPlan plan() {
            Group group = new Group(index, String.join("+", by), by, schema.keysOf(by));
            Map<String, GroupPlan.Input[]> arrays = new LinkedHashMap<>();
            inputs.forEach(
                    (event, list) -> arrays.put(event, list.toArray(GroupPlan.Input[]::new)));
            List<String> attributes = by.size() == 1 ? attributesOf(by.getFirst()) : List.of();
            return new GroupPlan(group, List.copyOf(cells), arrays, attributes);
        }
    }
}
