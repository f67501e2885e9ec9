package dev.flywheel.pipeline.join;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import dev.flywheel.pipeline.schema.EventSpec;
import dev.flywheel.pipeline.schema.Join;
import dev.flywheel.pipeline.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The events of one value of a join, those that are joined and those that they are joined to, so
/// that after the same events in any order each joined one is about the entities of the latest
/// target before its place.
///
/// The latest 100 of both are kept. An event that arrives with a place before what was forgotten
/// may not count as it should; [#reaches] tells. Not safe for concurrent use.
public final class JoinState {

    /// How many targets and how many joined events are kept.
    public static final int KEPT = 100;

    private static final int VERSION = 1;

    private final Join join;
    private final String type;
    private final List<String> keyFields;
    private final List<Target> targets = new ArrayList<>();
    private final List<Event> joined = new ArrayList<>();

    /// Before this, targets were forgotten.
    private @Nullable Place from;

    /// Up to this, joined events were.
    private @Nullable Place settled;

    private JoinState(EventSpec joined, Join join, List<String> keyFields) {
        this.type = joined.name();
        this.join = join;
        this.keyFields = keyFields;
    }

    /// The keys of the states that an event belongs into: one if it is joined, several if events of
    /// several types are joined to it.
    public static List<String> keys(Schema schema, Event event) {
        EventSpec spec = schema.event(event.eventType());
        List<String> keys = new ArrayList<>();
        for (EventSpec one : spec.join() == null ? schema.joinedTo(spec.name()) : List.of(spec)) {
            String value = one.join() == null ? null : one.join().value(event);
            if (value != null) {
                keys.add(one.name() + ":" + value);
            }
        }
        return keys;
    }

    /// The type of the joined events of a state with that key.
    public static String type(String key) {
        return key.substring(0, key.indexOf(':'));
    }

    /// A state without events.
    ///
    /// @param type that of the joined events
    /// @throws IllegalArgumentException if they aren't joined
    public static JoinState empty(Schema schema, String type) {
        EventSpec spec = schema.event(type);
        if (spec.join() == null) {
            throw new IllegalArgumentException(type + " is not joined");
        }
        return new JoinState(spec, spec.join(), schema.keysOf(spec.entities()));
    }

    /// Reads what [#encode] wrote for the same schema.
    ///
    /// @throws IllegalArgumentException if these bytes are no such state
    public static JoinState decode(Schema schema, String type, byte[] bytes) {
        JoinState state = empty(schema, type);
        StateReader in = new StateReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "A join's state of version %d; this build reads %d"
                            .formatted(version, VERSION));
        }
        state.from = readPlace(in);
        state.settled = readPlace(in);
        for (int size = in.readSize(); size > 0; size--) {
            Place place = Objects.requireNonNull(readPlace(in));
            List<String> keys = new ArrayList<>();
            state.keyFields.forEach(_ -> keys.add(in.readText()));
            state.targets.add(new Target(place, keys));
        }
        for (int size = in.readSize(); size > 0; size--) {
            state.joined.add(readEvent(type, in));
        }
        in.end();
        return state;
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.writeByte(VERSION);
        write(out, from);
        write(out, settled);
        out.writeLong(targets.size());
        for (Target target : targets) {
            write(out, target.place);
            target.keys.forEach(out::writeText);
        }
        out.writeLong(joined.size());
        joined.forEach(event -> write(out, event));
        return out.toByteArray();
    }

    /// Whether all that the event may change can still be changed.
    public boolean reaches(Event event) {
        Place place = event.place();
        return isAfter(place, from) && (event.eventType().equals(type) || isAfter(place, settled));
    }

    /// Takes in an event of that value; one that was there already changes nothing.
    ///
    /// @return what that makes known of joined events, in this order
    public List<JoinChange> apply(Event event) {
        if (!isAfter(event.place(), from)) {
            return List.of();
        }
        return event.eventType().equals(type) ? applyJoined(event) : applyTarget(event);
    }

    private List<JoinChange> applyJoined(Event event) {
        int at = joined.size();
        while (at > 0 && joined.get(at - 1).place().isAfter(event.place())) {
            at--;
        }
        if (at > 0 && joined.get(at - 1).place().equals(event.place())) {
            return List.of();
        }
        joined.add(at, event);
        if (joined.size() > KEPT) {
            Place gone = joined.removeFirst().place();
            settled = isAfter(gone, settled) ? gone : settled;
        }
        Target target = reached(event, before(event.place()));
        return target == null ? List.of() : List.of(change(event, target, false));
    }

    private List<JoinChange> applyTarget(Event event) {
        List<String> keys = join.keys(event, keyFields);
        int at = before(event.place()) + 1;
        boolean known = at < targets.size() && targets.get(at).place.equals(event.place());
        if (keys == null || known) {
            return List.of();
        }
        Target target = new Target(event.place(), keys);
        Place end = at < targets.size() ? targets.get(at).place : null;
        List<JoinChange> changes = new ArrayList<>();
        for (Event one : joined) {
            if (one.place().isAfter(target.place) && (end == null || end.isAfter(one.place()))) {
                Target earlier = reached(one, at - 1);
                Target now = join.reaches(one, target.place.eventTime()) ? target : null;
                replace(changes, one, earlier, now);
            }
        }
        targets.add(at, target);
        if (targets.size() > KEPT) {
            targets.removeFirst();
            from = targets.getFirst().place;
        }
        return changes;
    }

    private void replace(
            List<JoinChange> changes, Event event, @Nullable Target old, @Nullable Target now) {
        if (old != null && now != null && old.keys.equals(now.keys)) {
            return;
        }
        if (old != null) {
            changes.add(change(event, old, true));
        }
        if (now != null) {
            changes.add(change(event, now, false));
        }
    }

    private JoinChange change(Event event, Target target, boolean takenBack) {
        return new JoinChange(join.completed(event, keyFields, target.keys), takenBack);
    }

    /// The index of the latest target before that place; -1 if there is none.
    private int before(Place place) {
        int at = targets.size() - 1;
        while (at >= 0 && !place.isAfter(targets.get(at).place)) {
            at--;
        }
        return at;
    }

    /// The target of that index, if it is near enough.
    private @Nullable Target reached(Event event, int index) {
        boolean near = index >= 0 && join.reaches(event, targets.get(index).place.eventTime());
        return near ? targets.get(index) : null;
    }

    private static boolean isAfter(Place place, @Nullable Place other) {
        return other == null || place.isAfter(other);
    }

    private static void write(StateWriter out, @Nullable Place place) {
        out.writeByte(place == null ? 0 : 1);
        if (place != null) {
            out.writeInstant(place.eventTime());
            out.writeText(place.eventId());
        }
    }

    private static @Nullable Place readPlace(StateReader in) {
        return in.readByte() == 0 ? null : new Place(in.readInstant(), in.readText());
    }

    private static void write(StateWriter out, Event event) {
        write(out, event.place());
        out.writeValue(event.predictionId());
        out.writeLong(event.values().size());
        event.values()
                .forEach((name, value) -> {
                    out.writeText(name);
                    out.writeValue(value);
                });
    }

    private static Event readEvent(String type, StateReader in) {
        Place place = Objects.requireNonNull(readPlace(in));
        String predictionId = in.readValue() instanceof String text ? text : null;
        Map<String, Object> values = new TreeMap<>();
        for (int size = in.readSize(); size > 0; size--) {
            String name = in.readText();
            Object value = in.readValue();
            if (value != null) {
                values.put(name, value);
            }
        }
        return new Event(place.eventId(), type, place.eventTime(), predictionId, values);
    }

    private record Target(Place place, List<String> keys) {}
}
