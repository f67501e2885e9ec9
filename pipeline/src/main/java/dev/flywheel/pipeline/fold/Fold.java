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
import java.util.Objects;
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
    private final States states;
    private final List<String> keyFields = new ArrayList<>();
    private final Map<String, int[]> entitiesOfEvent = new HashMap<>();
    private final Map<String, StateTable.ByOne> statesOfEntity = new HashMap<>();
    private final AttributeLookup attributes = this::attribute;
    private final Targets targets;
    private @Nullable Place place;

    /// What an event found that is not applied yet; null once anything else is applied.
    private @Nullable Sight sight;

    private long count;

    public Fold(FeatureSet features) {
        this.features = features;
        this.states = new States(features);
        this.targets = new Targets(features.schema());
        for (String entity : features.schema().entities().keySet()) {
            keyFields.add(features.schema().entity(entity).key());
            Group group = features.groupOf(entity);
            if (group != null) {
                statesOfEntity.put(entity, states.ofEntity(group));
            }
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
        Sight before = features.isKeyed() || isSeen(event) ? sight(event) : unlooked(event);
        sight = null;
        Place at = event.place();
        for (Group group : features.groupsOf(event.eventType())) {
            GroupState found = before.states()[group.index()];
            GroupState state = found == null ? states.findOrAdd(group, before.keys()) : found;
            if (state != null) {
                state.apply(event, at, before.at(), attributes);
            }
        }
    }

    /// What an event finds before it happens.
    ///
    /// @param event complete
    Sight sight(Event event) {
        Sight latest = sight;
        if (latest == null || !latest.isOf(event)) {
            latest = unlooked(event);
            features.find(states, latest.states(), latest.keys(), event.values(), latest.at());
            sight = latest;
        }
        return latest;
    }

    private boolean isSeen(Event event) {
        return sight != null && sight.isOf(event);
    }

    /// The keys of an event, and none of its states.
    private Sight unlooked(Event event) {
        @Nullable GroupState[] none = new @Nullable GroupState[features.groups().size()];
        return new Sight(event, keys(event), none);
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
        Group group = features.groupOf(version.entity());
        if (group != null) {
            sight = null;
            @Nullable String[] keys = new @Nullable String[features.keysOfPlace()];
            keys[features.entityIndex(version.entity())] = version.key();
            Objects.requireNonNull(states.findOrAdd(group, keys)).apply(version);
        }
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
        return vector(sight(complete(next)));
    }

    FeatureVector vector(Sight sight) {
        return features.vector(sight.states(), sight.keys(), sight.fields(), sight.at());
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
        return states.find(key);
    }

    @Override
    public @Nullable GroupState find(Group group, int[] positions, @Nullable String[] keys) {
        return states.find(group, positions, keys);
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
            fold.states.add(key, GroupState.decode(features, group, in.readBytes()));
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
        @Nullable String[] keys = new @Nullable String[features.keysOfPlace()];
        for (int entity : entitiesOfEvent.getOrDefault(event.eventType(), NONE)) {
            keys[entity] = event.text(keyFields.get(entity));
        }
        return keys;
    }

    /// The states of a place; completes its keys.
    @Nullable GroupState[] states(@Nullable String[] keys, Map<String, Object> fields, AsOf at) {
        @Nullable GroupState[] found = new @Nullable GroupState[features.groups().size()];
        features.find(states, found, keys, fields, at);
        return found;
    }

    private @Nullable Object attribute(String entity, String key, String name, Instant at) {
        StateTable.ByOne table = statesOfEntity.get(entity);
        GroupState state = table == null ? null : table.find(key);
        return state == null ? null : state.attribute(name, at);
    }
}
