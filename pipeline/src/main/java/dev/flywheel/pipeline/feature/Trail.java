package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The recent events of one entity in place order, so that an event is counted after what came
/// before its place, also when it arrives late: what it comes between is counted anew.
///
/// The latest 100 events are kept. An event with a place before those can't be put in its place any
/// more; [#reaches] tells. Not safe for concurrent use.
public final class Trail {

    /// How many events are kept.
    public static final int KEPT = 100;

    private static final int VERSION = 2;

    private final TrailPlan plan;
    private final TrailSteps steps;

    /// What the events that are gone had brought last, by `last` feature, the oldest first.
    private final List<List<TrailStep.Brought>> earlier = new ArrayList<>();

    private @Nullable Place gone;

    private Trail(TrailPlan plan) {
        this.plan = plan;
        this.steps = new TrailSteps(plan);
        plan.lasts().forEach(_ -> earlier.add(new ArrayList<>(1)));
    }

    /// A trail without events, of an entity of that group.
    ///
    /// @throws IllegalArgumentException if nothing is keyed by what that group's events brought
    public static Trail empty(FeatureSet features, Group group) {
        return new Trail(features.trail(group));
    }

    /// Reads what [#encode] wrote for the same feature set.
    ///
    /// @throws IllegalArgumentException if these bytes are no such trail
    public static Trail decode(FeatureSet features, Group group, byte[] bytes) {
        Trail trail = empty(features, group);
        StateReader in = new StateReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "A trail of version %d; this build reads %d".formatted(version, VERSION));
        }
        if (in.readByte() == 1) {
            trail.gone = Contribution.readPlace(in);
        }
        for (List<TrailStep.Brought> brought : trail.earlier) {
            int size = in.readSize();
            for (int i = 0; i < size; i++) {
                brought.add(new TrailStep.Brought(Contribution.readPlace(in), in.readText()));
            }
        }
        trail.steps.read(in);
        in.end();
        return trail;
    }

    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.writeByte(VERSION);
        Place last = gone;
        out.writeByte(last == null ? 0 : 1);
        if (last != null) {
            Contribution.write(out, last);
        }
        for (List<TrailStep.Brought> brought : earlier) {
            out.writeLong(brought.size());
            for (TrailStep.Brought one : brought) {
                Contribution.write(out, one.place());
                out.writeText(one.text());
            }
        }
        steps.write(out);
        return out.toByteArray();
    }

    /// Whether an event of that place can still be put in its place.
    public boolean reaches(Place place) {
        return gone == null || place.isAfter(gone);
    }

    /// Takes in an event of the entity, which must not have been before.
    ///
    /// @return what that changes in the states that are keyed by it, in this order
    /// @throws IllegalArgumentException if its place is out of reach
    public List<Contribution> apply(Event event, AttributeLookup lookup) {
        TrailStep step = TrailStep.of(plan, event, lookup);
        if (!reaches(step.place())) {
            throw new IllegalArgumentException(step.place() + " is not after " + gone);
        }
        int at = steps.size();
        while (at > 0 && !step.place().isAfter(steps.get(at - 1).place())) {
            at--;
        }
        List<List<@Nullable String>> before = new ArrayList<>();
        for (int i = at; i < steps.size(); i++) {
            before.add(stateKeys(i));
        }
        steps.add(at, step);
        List<Contribution> changes = new ArrayList<>();
        List<@Nullable String> own = stateKeys(at);
        for (int group = 0; group < own.size(); group++) {
            add(changes, step, group, own.get(group), false);
        }
        for (int i = 0; i < before.size(); i++) {
            correct(changes, at + 1 + i, before.get(i));
        }
        forget();
        return changes;
    }

    /// Takes an event out of the trail that turned out to be about another entity.
    ///
    /// @return what that changes in the states that are keyed by it, in this order; nothing if its
    ///   place is out of reach
    public List<Contribution> takeBack(Place place) {
        int at = 0;
        while (at < steps.size() && !steps.get(at).place().equals(place)) {
            at++;
        }
        if (at == steps.size()) {
            return List.of();
        }
        List<List<@Nullable String>> before = new ArrayList<>();
        for (int i = at; i < steps.size(); i++) {
            before.add(stateKeys(i));
        }
        TrailStep step = steps.remove(at);
        List<Contribution> changes = new ArrayList<>();
        List<@Nullable String> own = before.getFirst();
        for (int group = 0; group < own.size(); group++) {
            add(changes, step, group, own.get(group), true);
        }
        for (int i = 1; i < before.size(); i++) {
            correct(changes, at + i - 1, before.get(i));
        }
        return changes;
    }

    private void correct(List<Contribution> changes, int index, List<@Nullable String> before) {
        List<@Nullable String> after = stateKeys(index);
        for (int group = 0; group < after.size(); group++) {
            if (!Objects.equals(before.get(group), after.get(group))) {
                add(changes, steps.get(index), group, before.get(group), true);
                add(changes, steps.get(index), group, after.get(group), false);
            }
        }
    }

    private static void add(
            List<Contribution> changes,
            TrailStep step,
            int group,
            @Nullable String stateKey,
            boolean takenBack) {
        if (stateKey != null) {
            changes.add(
                    new Contribution(stateKey, step.place(), step.cells().get(group), takenBack));
        }
    }

    /// The keys of the states that an event counts in, by keyed group; null where it doesn't.
    private List<@Nullable String> stateKeys(int index) {
        TrailStep step = steps.get(index);
        List<@Nullable String> keys = new ArrayList<>();
        for (int i = 0; i < plan.keyed().size(); i++) {
            boolean counts = !step.cells().get(i).isEmpty();
            keys.add(counts ? stateKey(index, plan.keyed().get(i), step.known().get(i)) : null);
        }
        return keys;
    }

    private @Nullable String stateKey(int index, GroupPlan keyed, List<@Nullable String> known) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            String part =
                    keyed.parts().get(i) instanceof KeyPart.OfLast last
                            ? before(index, last)
                            : known.get(i);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return keyed.group().stateKey(parts);
    }

    /// What a `last` feature said before that event.
    private @Nullable String before(int index, KeyPart.OfLast last) {
        int of = plan.lasts().indexOf(last);
        int missing = last.last().nth();
        for (int i = index - 1; i >= 0; i--) {
            TrailStep.Brought brought = steps.get(i).brought().get(of);
            if (brought != null && --missing == 0) {
                return unlessForgotten(brought, index, last);
            }
        }
        List<TrailStep.Brought> gone = earlier.get(of);
        return gone.size() < missing
                ? null
                : unlessForgotten(gone.get(gone.size() - missing), index, last);
    }

    private @Nullable String unlessForgotten(
            TrailStep.Brought brought, int index, KeyPart.OfLast last) {
        Duration idle = TrailPlan.idle(last);
        long ago =
                steps.get(index).place().eventTime().toEpochMilli()
                        - brought.place().eventTime().toEpochMilli();
        return idle != null && ago > idle.toMillis()
                ? null
                : KeyPart.text(brought.text(), last.normalize());
    }

    private void forget() {
        while (steps.size() > KEPT) {
            TrailStep oldest = steps.remove(0);
            gone = oldest.place();
            for (int i = 0; i < earlier.size(); i++) {
                TrailStep.Brought brought = oldest.brought().get(i);
                if (brought != null) {
                    earlier.get(i).add(brought);
                    if (earlier.get(i).size() > plan.lasts().get(i).last().nth()) {
                        earlier.get(i).removeFirst();
                    }
                }
            }
        }
    }
}
