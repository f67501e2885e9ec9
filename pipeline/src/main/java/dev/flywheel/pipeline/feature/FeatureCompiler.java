package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.cel.CelExpression;
import dev.flywheel.pipeline.schema.Schema;
import dev.flywheel.pipeline.schema.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns declared features into groups, the cells of their states, and the sources of the columns.
final class FeatureCompiler {

    private final Schema schema;
    private final List<String> entities;
    private final Map<List<String>, Draft> drafts = new LinkedHashMap<>();
    private final List<FeatureColumn> columns = new ArrayList<>();
    private final List<FeatureSource> sources = new ArrayList<>();
    private final KeyParts keyParts;

    FeatureCompiler(Schema schema, List<FeatureSpec> specs) {
        this.schema = schema;
        this.keyParts = new KeyParts(schema, specs, sources);
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

    /// The features whose values are parts of keys.
    List<KeyPart> keyFeatures() {
        return keyParts.ofFeatures();
    }

    List<GroupPlan> plans() {
        return drafts.values().stream().map(Draft::plan).toList();
    }

    private void compile(FeatureSpec spec) {
        switch (spec.operator()) {
            case Operator.Aggregate aggregate -> compile(spec, aggregate);
            case Operator.Rate rate -> compile(spec, rate);
            case Operator.Last(Value value, var where, var by, var retention, int nth) -> {
                FeatureSource source =
                        source(
                                by,
                                () -> new LastCell(retention, nth),
                                value.event(),
                                where,
                                value,
                                Double.NaN);
                column(spec, typeOf(value), false, source);
            }
            case Operator.SinceLast(var events, var by) -> {
                FeatureSource source =
                        source(
                                by,
                                SinceLastCell::new,
                                events.event(),
                                events.where(),
                                null,
                                Double.NaN);
                column(spec, FeatureType.NUMERIC, false, source);
            }
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
            case Operator.EventTime(var part, var zone) ->
                    column(spec, FeatureType.NUMERIC, false, new FeatureSource.OfTime(part, zone));
            case Operator.Derive(CelExpression expression) ->
                    column(spec, type(expression.type()), false, ofExpression(expression));
        }
    }

    private void compile(FeatureSpec spec, Operator.Aggregate aggregate) {
        Statistic statistic = aggregate.statistic();
        FeatureSource source =
                source(
                        aggregate.by(),
                        cell(statistic, aggregate.retention()),
                        aggregate.event(),
                        aggregate.where(),
                        aggregate.value(),
                        statistic.empty());
        boolean cumulative =
                statistic.isCumulative() && aggregate.retention() instanceof Retention.Forever;
        column(spec, FeatureType.NUMERIC, cumulative, source);
    }

    private void compile(FeatureSpec spec, Operator.Rate rate) {
        Draft draft = draft(rate.by());
        Draft overDraft = draft(rate.overBy());
        Supplier<Cell> counts = cell(Statistic.COUNT, rate.retention());
        int of = draft.add(counts, rate.of().event(), rate.of().where(), null, null);
        int over = overDraft.add(counts, rate.over().event(), rate.over().where(), null, null);
        column(
                spec,
                FeatureType.NUMERIC,
                false,
                new FeatureSource.OfRate(
                        draft.index, of, overDraft.index, over, rate.prior(), rate.weight()));
    }

    private static Supplier<Cell> cell(Statistic statistic, Retention retention) {
        return retention instanceof Retention.HalfLife(var length)
                ? () -> new DecayedCell(statistic, length.toMillis())
                : () -> AggregateCell.of(statistic, retention);
    }

    private FeatureSource source(
            List<String> by,
            Supplier<Cell> cells,
            String event,
            @Nullable CelExpression where,
            @Nullable Value value,
            double empty) {
        Draft draft = draft(by);
        String keyField = null;
        if (value instanceof Value.OfEntity(_, String entity, _)) {
            keyField = schema.entity(entity).key();
            draft(List.of(entity));
        }
        int cell = draft.add(cells, event, where, value, keyField);
        return new FeatureSource.OfCell(draft.index, cell, empty);
    }

    private FeatureSource ofExpression(CelExpression expression) {
        Map<String, Integer> positions = positions(expression.names());
        return new FeatureSource.OfExpression(expression.over(positions), positions);
    }

    private Map<String, Integer> positions(Set<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (names.contains(columns.get(i).name())) {
                positions.put(columns.get(i).name(), i);
            }
        }
        return positions;
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
        private final List<KeyPart> parts;
        private final List<Supplier<Cell>> cells = new ArrayList<>();
        private final Map<String, List<GroupPlan.Input>> inputs = new LinkedHashMap<>();

        Draft(int index, List<String> by) {
            this.index = index;
            this.by = by;
            this.parts = keyParts.of(by);
        }

        int add(
                Supplier<Cell> cell,
                String event,
                @Nullable CelExpression where,
                @Nullable Value value,
                @Nullable String keyField) {
            cells.add(cell);
            int position = cells.size() - 1;
            inputs.computeIfAbsent(event, _ -> new ArrayList<>())
                    .add(new GroupPlan.Input(position, where, value, keyField));
            return position;
        }

        GroupPlan plan() {
            boolean ofEntities = parts.stream().allMatch(KeyPart.OfEntity.class::isInstance);
            Group group = new Group(index, String.join("+", by), by, ofEntities);
            Map<String, GroupPlan.Input[]> arrays = new LinkedHashMap<>();
            inputs.forEach(
                    (event, list) -> arrays.put(event, list.toArray(GroupPlan.Input[]::new)));
            List<String> attributes =
                    ofEntities && by.size() == 1 ? attributesOf(by.getFirst()) : List.of();
            return new GroupPlan(group, parts, List.copyOf(cells), arrays, attributes);
        }
    }
}
