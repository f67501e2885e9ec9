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
import java.util.Objects;
import java.util.Set;
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
    private final @Nullable Normalization[] normalizations;
    private final List<String> entities;
    private final Dependencies dependencies;
    private final StateKeys stateKeys;
    private final Map<Integer, TrailPlan> trails = new LinkedHashMap<>();
    private final Map<String, List<Group>> groupsByEvent = new LinkedHashMap<>();
    private final Map<String, Group> groupsByName = new HashMap<>();

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
        this.normalizations =
                specs.stream().map(FeatureSpec::normalize).toArray(Normalization[]::new);
        this.entities = List.copyOf(schema.entities().keySet());
        TrailPlan.of(plans).forEach(trail -> trails.put(trail.group().index(), trail));
        this.dependencies = new Dependencies(entities.size(), plans, sources);
        this.stateKeys = new StateKeys(plans, compiler.keyFeatures(), dependencies);
        groups.forEach(group -> groupsByName.put(group.name(), group));
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
            if (group.isOf(entity)) {
                return group;
            }
        }
        return null;
    }

    /// The other entities whose attributes that group's features read, as of their events.
    public Set<String> joinedBy(Group group) {
        return plan(group).joinedEntities();
    }

    /// Whether any state is keyed by the value of a feature, so that the events of other entities
    /// may matter to a value.
    public boolean isKeyed() {
        return stateKeys.isKeyed();
    }

    /// Whether a group's states are keyed by what earlier events brought, so that only a [Trail]
    /// can tell which state an event counts in.
    public boolean followsTrail(Group group) {
        return plan(group).isSuccession();
    }

    /// Whether events of that type make a [Trail] of the group's entities.
    public boolean makesTrail(Group group, String eventType) {
        TrailPlan trail = trails.get(group.index());
        return trail != null && trail.fedBy().contains(eventType);
    }

    /// The groups that need a [Trail].
    public List<Group> trailed() {
        return trails.values().stream().map(TrailPlan::group).toList();
    }

    TrailPlan trail(Group group) {
        TrailPlan trail = trails.get(group.index());
        if (trail == null) {
            throw new IllegalArgumentException(group.name() + " has no trail");
        }
        return trail;
    }

    /// The key of the state of an event; null if a part of it is missing, or only a [Trail] knows
    /// it.
    public @Nullable String stateKey(Group group, Event event, AttributeLookup lookup) {
        List<String> keys = new ArrayList<>();
        for (KeyPart part : plan(group).parts()) {
            String key = part.of(event, lookup);
            if (key == null) {
                return null;
            }
            keys.add(key);
        }
        return group.stateKey(keys);
    }

    /// Reads a key as the online topic has it; null if it is of no group of this set.
    ///
    /// @throws IllegalArgumentException if it hasn't the keys that its group has
    public @Nullable StateKey stateKey(String text) {
        Group group = groupsByName.get(text.substring(0, Math.max(0, text.indexOf(':'))));
        return group == null ? null : StateKey.parse(group, text);
    }

    /// How many keys a place has: those of its entities, and the features that states are keyed by.
    public int keysOfPlace() {
        return entities.size() + stateKeys.features();
    }

    /// Where the keys of a group's states are among those of a place.
    public int[] positions(Group group) {
        return stateKeys.positions(group);
    }

    /// The key of the state for the keys of a place; null if one is missing.
    public @Nullable StateKey stateKey(Group group, @Nullable String[] keys) {
        return stateKeys.stateKey(group, keys);
    }

    /// Room for the keys of a place, those of entities filled in: they are in the order of the
    /// schema, and the features that states are keyed by follow.
    public @Nullable String[] keys(Map<String, String> keysByEntity) {
        @Nullable String[] keys = new @Nullable String[keysOfPlace()];
        for (int i = 0; i < entities.size(); i++) {
            keys[i] = keysByEntity.get(entities.get(i));
        }
        return keys;
    }

    /// Finds the states of a place, and completes its keys by the features that key states.
    ///
    /// @param states by group index, where they are put
    /// @param keys those of entities
    public void find(
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        stateKeys.find(lookup, states, keys, fields, at);
    }

    /// The same after one key was exchanged: finds anew only what depends on it.
    ///
    /// @param entity its position in the schema
    public void exchange(
            int entity,
            StateLookup lookup,
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        stateKeys.exchange(entity, lookup, states, keys, fields, at);
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
        @Nullable String[] keys = keys(keysByEntity);
        @Nullable GroupState[] found = new @Nullable GroupState[groups.size()];
        AsOf asOf = AsOf.of(at);
        find(states, found, keys, fields, asOf);
        return vector(found, keys, fields, asOf);
    }

    /// The same from what was looked up already.
    ///
    /// @param states by group index; null where there is none
    /// @param keys by the entity's position in the schema
    public FeatureVector vector(
            @Nullable GroupState[] states,
            @Nullable String[] keys,
            Map<String, Object> fields,
            AsOf at) {
        FeatureVector vector = new FeatureVector(columns);
        for (int i = 0; i < sources.length; i++) {
            fill(vector, i, states, keys, fields, at);
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
        AsOf asOf = AsOf.of(at);
        @Nullable String[] keys = keys(keysByEntity);
        int position = entityIndex(entity);
        keys[position] = null;
        @Nullable GroupState[] found = new @Nullable GroupState[groups.size()];
        find(states, found, keys, fields, asOf);
        FeatureVector base = vector(found, keys, fields, asOf);
        List<FeatureVector> vectors = new ArrayList<>(candidates.size());
        for (String candidate : candidates) {
            keys[position] = candidate;
            exchange(position, states, found, keys, fields, asOf);
            vectors.add(exchanged(base, position, found, keys, fields, asOf));
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
            AsOf at) {
        FeatureVector vector = base.copy();
        for (int column : dependencies.columns(entity)) {
            fill(vector, column, states, keys, fields, at);
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
        Normalization normalize = normalizations[column];
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
            GroupState state = states.find(StateKey.of(group, key));
            return state == null ? null : state.attribute(attribute, at);
        };
    }

    GroupPlan plan(Group group) {
        return plans.get(group.index());
    }

    /// The features that another set has too, by name, but that mean something else there: they are
    /// declared otherwise, or what they name is.
    public List<String> changedFrom(FeatureSet other) {
        Map<String, Set<String>> before = Meanings.of(other.schema, other.specs);
        Map<String, Set<String>> after = Meanings.of(schema, specs);
        return after.keySet().stream()
                .filter(before::containsKey)
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .toList();
    }

    /// The columns' names, in order.
    public List<String> columnNames() {
        return columns.stream().map(FeatureColumn::name).toList();
    }
}
