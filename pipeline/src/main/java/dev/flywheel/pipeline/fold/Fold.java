package dev.flywheel.pipeline.fold;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.feature.AsOf;
import dev.flywheel.pipeline.feature.AttributeLookup;
import dev.flywheel.pipeline.feature.FeatureSet;
import dev.flywheel.pipeline.feature.FeatureVector;
import dev.flywheel.pipeline.feature.Group;
import dev.flywheel.pipeline.feature.GroupState;
import dev.flywheel.pipeline.feature.StateKey;
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
    private final Map<StateKey, GroupState> states = new HashMap<>();
    private final List<String> keyFields = new ArrayList<>();
    private final Map<String, int[]> entitiesOfEvent = new HashMap<>();
    private final Map<String, @Nullable Group> groupOfEntity = new HashMap<>();
    private final AttributeLookup attributes = this::attribute;
    private final Targets targets;
    private @Nullable Place place;
    private long count;

    public Fold(FeatureSet features) {
        this.features = features;
        this.targets = new Targets(features.schema());
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
            states(keys, event.values(), AsOf.of(event.eventTime()));
        }
        for (Group group : features.groupsOf(event.eventType())) {
            StateKey key = features.stateKey(group, keys);
            if (key != null) {
                stateToChange(key).apply(event, attributes);
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
            stateToChange(StateKey.of(group, version.key())).apply(version);
        }
    }

    private GroupState stateToChange(StateKey key) {
        return states.computeIfAbsent(key, _ -> GroupState.empty(features, key.group()));
    }

    /// The features as of an instant, after what was applied so far.
    ///
    /// @param keysByEntity such as `user` to `U1`
    public FeatureVector vector(
            Map<String, String> keysByEntity, Map<String, Object> fields, Instant at) {
        @Nullable String[] keys = features.keys(keysByEntity);
        AsOf asOf = AsOf.of(at);
        return features.vector(states(keys, fields, asOf), keys, fields, asOf);
    }

    /// The features of an event before it happens.
    public FeatureVector vector(Event next) {
        Event event = complete(next);
        @Nullable String[] keys = keys(event);
        AsOf at = AsOf.of(event.eventTime());
        return features.vector(states(keys, event.values(), at), keys, event.values(), at);
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
    public @Nullable GroupState find(StateKey key) {
        return states.get(key);
    }

    /// Gives every state with its key, in no particular order.
    public void forEachState(BiConsumer<StateKey, GroupState> consumer) {
        states.forEach(consumer);
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
        out.writeLong(states.size());
        states.forEach((key, state) -> {
            out.writeLong(key.group().index());
            out.writeText(key.text());
            out.writeBytes(state.encode());
        });
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
            StateKey key = StateKey.parse(group, in.readText());
            fold.states.put(key, GroupState.decode(features, group, in.readBytes()));
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
    @Nullable GroupState[] states(@Nullable String[] keys, Map<String, Object> fields, AsOf at) {
        @Nullable GroupState[] found = new @Nullable GroupState[features.groups().size()];
        features.find(this, found, keys, fields, at);
        return found;
    }

    private @Nullable Object attribute(String entity, String key, String name, Instant at) {
        Group group = groupOfEntity.get(entity);
        GroupState state = group == null ? null : states.get(StateKey.of(group, key));
        return state == null ? null : state.attribute(name, at);
    }
}
