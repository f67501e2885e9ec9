package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.pipeline.schema.EntitySpec;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The features of a pipeline, ready to run: the same function for training, serving and checks.
///
/// Immutable, so safe for any number of threads.
public final class FeatureSet {

    private final Schema schema;
    private final List<FeatureSpec> specs;
    private final String id;
    private final List<FeatureColumn> columns;
    private final List<GroupPlan> plans;
    private final List<Group> groups;
    private final FeatureSource[] sources;
    private final FeatureType[] types;
    private final List<String> entities;
    private final int[][] columnsOfEntity;
    private final Map<String, List<Group>> groupsByEvent = new LinkedHashMap<>();

    /// Compiles declared features; the declarations must be valid for that schema.
    public FeatureSet(Schema schema, List<FeatureSpec> specs) {
        FeatureCompiler compiler = new FeatureCompiler(schema, specs);
        this.schema = schema;
        this.specs = List.copyOf(specs);
        this.id = FeatureSetId.of(schema, specs);
        this.columns = compiler.columns();
        this.plans = compiler.plans();
        this.groups = plans.stream().map(GroupPlan::group).toList();
        this.sources = compiler.sources().toArray(FeatureSource[]::new);
        this.types = columns.stream().map(FeatureColumn::type).toArray(FeatureType[]::new);
        this.entities = List.copyOf(schema.entities().keySet());
        this.columnsOfEntity = new int[entities.size()][];
        for (int i = 0; i < columnsOfEntity.length; i++) {
            columnsOfEntity[i] = columnsOf(i);
        }
        for (String event : schema.events().keySet()) {
            groupsByEvent.put(
                    event,
                    plans.stream()
                            .filter(plan -> plan.eventTypes().contains(event))
                            .map(GroupPlan::group)
                            .toList());
        }
    }

    /// Twelve hex digits over entities, events and features: equal ids, equal states and vectors.
    public String id() {
        return id;
    }

    public Schema schema() {
        return schema;
    }

    public List<FeatureSpec> specs() {
        return specs;
    }

    public List<FeatureColumn> columns() {
        return columns;
    }

    public List<Group> groups() {
        return groups;
    }

    /// The groups whose states an event of that type changes.
    public List<Group> groupsOf(String eventType) {
        return groupsByEvent.getOrDefault(eventType, List.of());
    }

    /// The group that keeps an entity's attributes; null if no feature asks for them or for
    /// anything else by that entity alone.
    public @Nullable Group groupOf(String entity) {
        for (Group group : groups) {
            if (group.entities().equals(List.of(entity))) {
                return group;
            }
        }
        return null;
    }

    /// The other entities whose attributes that group's features read, as of their events.
    public Set<String> joinedBy(Group group) {
        return plan(group).joinedEntities();
    }

    /// The keys that an event carries, by entity name.
    public Map<String, String> keys(Event event) {
        Map<String, String> keys = new LinkedHashMap<>();
        EventSpec spec = schema.events().get(event.eventType());
        if (spec != null) {
            for (String entity : spec.entities()) {
                String key = event.text(schema.entity(entity).key());
                if (key != null) {
                    keys.put(entity, key);
                }
            }
        }
        return keys;
    }

    /// The keys under the names that events use (`user_id`), from those by entity name (`user`).
    public Map<String, String> keyFields(Map<String, String> keysByEntity) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (EntitySpec entity : schema.entities().values()) {
            String key = keysByEntity.get(entity.name());
            if (key != null) {
                keys.put(entity.key(), key);
            }
        }
        return keys;
    }

    /// The values of all columns.
    ///
    /// @param keysByEntity such as `user` to `U1`; a missing key makes its features missing or 0
    /// @param fields the event's or the request's own fields
    /// @param at on the pipeline's clock, not before the latest event in those states
    public FeatureVector vector(
            StateLookup states,
            Map<String, String> keysByEntity,
            Map<String, Object> fields,
            Instant at) {
        return vector(find(states, keysByEntity), positions(keysByEntity), fields, at);
    }

    /// The same from what was looked up already.
    ///
    /// @param states by group index; null where there is none
    /// @param keys by the entity's position in the schema
    public FeatureVector vector(
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            Instant at) {
        FeatureVector vector = new FeatureVector(columns);
        AsOf asOf = AsOf.of(at);
        for (int i = 0; i < sources.length; i++) {
            fill(vector, i, states, keys, fields, asOf);
        }
        return vector;
    }

    /// The vectors of several candidates: the same keys, except that of one entity.
    public List<FeatureVector> vectors(
            StateLookup states,
            Map<String, String> keysByEntity,
            Map<String, Object> fields,
            Instant at,
            String entity,
            Collection<String> candidates) {
        Map<String, String> keys = new HashMap<>(keysByEntity);
        keys.remove(entity);
        @Nullable GroupState[] found = find(states, keys);
        @Nullable String[] byPosition = positions(keys);
        int position = entityIndex(entity);
        FeatureVector base = vector(found, byPosition, fields, at);
        List<FeatureVector> vectors = new ArrayList<>(candidates.size());
        for (String candidate : candidates) {
            keys.put(entity, candidate);
            byPosition[position] = candidate;
            for (Group group : groups) {
                if (group.entities().contains(entity)) {
                    String key = group.stateKey(keys);
                    found[group.index()] = key == null ? null : states.find(group, key);
                }
            }
            vectors.add(exchanged(base, position, found, byPosition, fields, at));
        }
        return vectors;
    }

    /// A copy of a vector in which only the features of one entity, alone or with others, are made
    /// anew.
    ///
    /// @param entity its position in the schema
    public FeatureVector exchanged(
            FeatureVector base,
            int entity,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            Instant at) {
        FeatureVector vector = base.copy();
        AsOf asOf = AsOf.of(at);
        for (int column : columnsOfEntity[entity]) {
            fill(vector, column, states, keys, fields, asOf);
        }
        return vector;
    }

    private void fill(
            FeatureVector vector,
            int column,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        sources[column].fill(vector, column, types[column], states, keys, fields, at);
        Normalization normalize = specs.get(column).normalize();
        if (normalize != null) {
            vector.set(column, normalize.apply(vector.category(column)));
        }
    }

    /// The entity's position in the schema.
    public int entityIndex(String entity) {
        return entities.indexOf(entity);
    }

    /// Reads attributes from the states of their entities.
    public AttributeLookup attributesFrom(StateLookup states) {
        return (entity, key, attribute, at) -> {
            Group group = groupOf(entity);
            if (group == null) {
                return null;
            }
            GroupState state = states.find(group, group.name() + ":" + key);
            return state == null ? null : state.attribute(attribute, at);
        };
    }

    private @Nullable GroupState[] find(StateLookup states, Map<String, String> keysByEntity) {
        @Nullable GroupState[] found = new @Nullable GroupState[groups.size()];
        for (Group group : groups) {
            String key = group.stateKey(keysByEntity);
            found[group.index()] = key == null ? null : states.find(group, key);
        }
        return found;
    }

    private @Nullable String[] positions(Map<String, String> keysByEntity) {
        @Nullable String[] keys = new @Nullable String[entities.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = keysByEntity.get(entities.get(i));
        }
        return keys;
    }

    private int[] columnsOf(int entity) {
        return IntStream.range(0, sources.length)
                .filter(column -> dependsOn(sources[column], entity))
                .toArray();
    }

    private boolean dependsOn(FeatureSource source, int entity) {
        return switch (source) {
            case FeatureSource.OfCell cell -> isOf(cell.group(), entity);
            case FeatureSource.OfAttribute attribute -> isOf(attribute.group(), entity);
            case FeatureSource.OfKey key -> key.entity() == entity;
            case FeatureSource.OfField _, FeatureSource.OfTime _ -> false;
            case FeatureSource.OfRate rate -> isOf(rate.group(), entity);
            case FeatureSource.OfExpression expression ->
                    expression.columns().values().stream()
                            .anyMatch(column -> dependsOn(sources[column], entity));
        };
    }

    private boolean isOf(int group, int entity) {
        return groups.get(group).entities().contains(entities.get(entity));
    }

    GroupPlan plan(Group group) {
        return plans.get(group.index());
    }

    /// The columns' names, in order.
    public List<String> columnNames() {
        return columns.stream().map(FeatureColumn::name).toList();
    }
}
