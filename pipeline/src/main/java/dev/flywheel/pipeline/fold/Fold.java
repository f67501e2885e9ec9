package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.KeyLookup;
import dev.flywheel.pipeline.feature.StateLookup;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import dev.flywheel.pipeline.schema.EventSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// All states of a pipeline, after the events before some place.
///
/// Events come in place order, each once, and reference data before the events at or after the
/// instant from which it is valid. Single-threaded.
public final class Fold implements StateLookup {

    private static final int VERSION = 1;
    private static final int[] NONE = {};

    private final FeatureSet features;
    private final List<Map<Object, GroupState>> states = new ArrayList<>();
    private final List<String> keyFields = new ArrayList<>();
    private final int[][] positions;
    private final Map<String, int[]> entitiesOfEvent = new HashMap<>();
    private final Map<String, @Nullable Group> groupOfEntity = new HashMap<>();
    private final AttributeLookup attributes = this::attribute;
    private final KeyLookup lookup = this::state;
    private final Targets targets;
    private @Nullable Place place;
    private long count;

    public Fold(FeatureSet features) {
        this.features = features;
        this.targets = new Targets(features.schema());
        this.positions = new int[features.groups().size()][];
        for (Group group : features.groups()) {
            states.add(new HashMap<>());
            positions[group.index()] = features.keyPositions(group);
        }
        for (String entity : features.schema().entities().keySet()) {
            keyFields.add(features.schema().entity(entity).key());
            groupOfEntity.put(entity, features.groupOf(entity));
        }
        for (EventSpec event : features.schema().events().values()) {
            entitiesOfEvent.put(
                    event.name(),
                    event.entities().stream().mapToInt(features::entityIndex).toArray());
        }
    }

    public FeatureSet features() {
        return features;
    }

    /// Applies the next event. A joined one that finds no target counts nowhere.
    ///
    /// @throws IllegalStateException if its place is not after that of the one before
    public void apply(Event event) {
        Place next = event.place();
        if (place != null && !next.isAfter(place)) {
            throw new IllegalStateException(
                    "The event at %s comes after that at %s".formatted(next, place));
        }
        place = next;
        count++;
        Event complete = targets.complete(event);
        if (complete != null) {
            count(complete);
        }
        targets.remember(event);
    }

    private void count(Event event) {
        @Nullable String[] keys = keys(event);
        if (features.isKeyed()) {
            // What an event counts in depends on what was before it.
            states(keys, event.values(), event.eventTime());
        }
        for (Group group : features.groupsOf(event.eventType())) {
            Object key = key(group, keys);
            if (key != null) {
                states.get(group.index())
                        .computeIfAbsent(key, _ -> GroupState.empty(features, group))
                        .apply(event, attributes);
            }
        }
    }

    /// Applies reference data.
    ///
    /// @throws IllegalStateException if an event at or after the instant was applied already
    public void apply(EntityVersion version) {
        if (place != null && !version.validFrom().isAfter(place.eventTime())) {
            throw new IllegalStateException(
                    "The version of %s valid from %s comes after the event at %s"
                            .formatted(version.topicKey(), version.validFrom(), place));
        }
        Group group = groupOfEntity.get(version.entity());
        if (group != null) {
            states.get(group.index())
                    .computeIfAbsent(version.key(), _ -> GroupState.empty(features, group))
                    .apply(version);
        }
    }

    /// The features as of an instant, after what was applied so far.
    ///
    /// @param keysByEntity such as `user` to `U1`
    public FeatureVector vector(
            Map<String, String> keysByEntity, Map<String, Object> fields, Instant at) {
        @Nullable String[] keys = features.keys(keysByEntity);
        return features.vector(states(keys, fields, at), keys, fields, at);
    }

    /// The features of an event before it happens.
    public FeatureVector vector(Event next) {
        Event event = complete(next);
        @Nullable String[] keys = keys(event);
        @Nullable GroupState[] found = states(keys, event.values(), event.eventTime());
        return features.vector(found, keys, event.values(), event.eventTime());
    }

    /// The next event with the keys of its entities, which a joined one takes from its target;
    /// without them if it has none.
    public Event complete(Event next) {
        Event complete = targets.complete(next);
        return complete == null ? next : complete;
    }

    /// How many events are remembered for those that are joined to them.
    public int remembered() {
        return targets.size();
    }

    /// The place of the last event applied; null before the first.
    public @Nullable Place place() {
        return place;
    }

    /// How many events were applied.
    public long count() {
        return count;
    }

    @Override
    public @Nullable GroupState find(Group group, String stateKey) {
        List<String> keys = group.keys(stateKey);
        return states.get(group.index()).get(keys.size() == 1 ? keys.getFirst() : keys);
    }

    /// Gives every state with its key, in no particular order.
    public void forEachState(BiConsumer<String, GroupState> consumer) {
        for (Group group : features.groups()) {
            states.get(group.index())
                    .forEach((key, state) -> consumer.accept(stateKey(group, key), state));
        }
    }

    /// Everything, as a checkpoint keeps it.
    public byte[] encode() {
        StateWriter out = new StateWriter();
        write(out);
        return out.toByteArray();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException if it is of another feature set or damaged
    public static Fold decode(FeatureSet features, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        Fold fold = read(features, in);
        in.end();
        return fold;
    }

    void write(StateWriter out) {
        out.writeByte(VERSION);
        out.writeText(features.id());
        Place last = place;
        out.writeByte(last == null ? 0 : 1);
        if (last != null) {
            out.writeInstant(last.eventTime());
            out.writeText(last.eventId());
        }
        out.writeLong(count);
        long size = states.stream().mapToLong(Map::size).sum();
        out.writeLong(size);
        for (Group group : features.groups()) {
            states.get(group.index())
                    .forEach((key, state) -> {
                        out.writeLong(group.index());
                        out.writeText(stateKey(group, key));
                        out.writeBytes(state.encode());
                    });
        }
        targets.write(out);
    }

    static Fold read(FeatureSet features, StateReader in) {
        int version = in.readByte();
        String id = in.readText();
        if (version != VERSION || !id.equals(features.id())) {
            throw new IllegalArgumentException(
                    "A checkpoint of version %d for the feature set %s; wanted %d for %s"
                            .formatted(version, id, VERSION, features.id()));
        }
        Fold fold = new Fold(features);
        if (in.readByte() == 1) {
            fold.place = new Place(in.readInstant(), in.readText());
        }
        fold.count = in.readLong();
        long size = in.readSize();
        for (long i = 0; i < size; i++) {
            Group group = group(features, in.readLong());
            List<String> keys = group.keys(in.readText());
            GroupState state = GroupState.decode(features, group, in.readBytes());
            fold.states
                    .get(group.index())
                    .put(keys.size() == 1 ? keys.getFirst() : List.copyOf(keys), state);
        }
        fold.targets.read(in);
        return fold;
    }

    private static Group group(FeatureSet features, long index) {
        if (index < 0 || index >= features.groups().size()) {
            throw new IllegalArgumentException("No group has the number " + index);
        }
        return features.groups().get((int) index);
    }

    /// The keys of an event by the entity's position in the schema, with room for the others.
    @Nullable String[] keys(Event event) {
        @Nullable String[] keys = features.keys(Map.of());
        for (int entity : entitiesOfEvent.getOrDefault(event.eventType(), NONE)) {
            keys[entity] = event.text(keyFields.get(entity));
        }
        return keys;
    }

    /// The states of a place; completes its keys.
    @Nullable GroupState[] states(@Nullable String[] keys, Map<String, Object> fields, Instant at) {
        @Nullable GroupState[] found = new @Nullable GroupState[positions.length];
        features.find(lookup, found, keys, fields, at);
        return found;
    }

    /// Finds states by the keys of a place.
    KeyLookup lookup() {
        return lookup;
    }

    @Nullable GroupState state(Group group, @Nullable String[] keys) {
        Object key = key(group, keys);
        return key == null ? null : states.get(group.index()).get(key);
    }

    private @Nullable Object key(Group group, @Nullable String[] keys) {
        int[] at = positions[group.index()];
        String first = keys[at[0]];
        if (first == null || at.length == 1) {
            return first;
        }
        String[] all = new String[at.length];
        for (int i = 0; i < all.length; i++) {
            String key = keys[at[i]];
            if (key == null) {
                return null;
            }
            all[i] = key;
        }
        return List.of(all);
    }

    private String stateKey(Group group, Object key) {
        return key instanceof List<?> keys
                ? group.stateKey(keys.stream().map(String.class::cast).toList())
                : group.name() + ":" + key;
    }

    private @Nullable Object attribute(String entity, String key, String name, Instant at) {
        Group group = groupOfEntity.get(entity);
        GroupState state = group == null ? null : states.get(group.index()).get(key);
        return state == null ? null : state.attribute(name, at);
    }
}
