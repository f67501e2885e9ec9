package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The memory behind the features of one user, one item or one combination.
///
/// The same events in any order give the same state (sums within 1e-9 of their value, all else
/// exactly). Each event must be applied once. Not safe for concurrent use while it is written to;
/// reading changes nothing.
public final class GroupState {

    private static final int VERSION = 2;

    private final GroupPlan plan;
    private final Cell[] cells;

    /// Null until reference data comes, which most states have none of.
    private @Nullable AttributeHistory attributes;

    private @Nullable Place place;
    private long count;

    GroupState(GroupPlan plan) {
        this.plan = plan;
        this.cells = plan.newCells();
    }

    /// A state to which nothing happened yet.
    public static GroupState empty(FeatureSet features, Group group) {
        return new GroupState(features.plan(group));
    }

    /// Reads what [#encode] wrote for the same feature set.
    ///
    /// @throws IllegalArgumentException if these bytes are no such state
    public static GroupState decode(FeatureSet features, Group group, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        GroupState state = read(features, group, in);
        in.end();
        return state;
    }

    static GroupState read(FeatureSet features, Group group, StateReader in) {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "A state of version %d; this build reads %d".formatted(version, VERSION));
        }
        GroupState state = empty(features, group);
        if (in.readByte() == 1) {
            state.place = new Place(in.readInstant(), in.readText());
        }
        state.count = in.readLong();
        for (Cell cell : state.cells) {
            cell.read(in);
        }
        AttributeHistory attributes = new AttributeHistory(state.plan.attributes());
        attributes.read(in);
        state.attributes = attributes.isEmpty() ? null : attributes;
        return state;
    }

    public Group group() {
        return plan.group();
    }

    /// Applies an event of this group's keys; one that no feature of the group asks for changes
    /// nothing.
    public void apply(Event event, AttributeLookup lookup) {
        apply(event, event.place(), AsOf.of(event.eventTime()), lookup);
    }

    /// The same with what several states share.
    ///
    /// @param at of the event
    /// @param asOf the instant of the event
    public void apply(Event event, Place at, AsOf asOf, AttributeLookup lookup) {
        GroupPlan.Input[] inputs = plan.inputs(event.eventType());
        if (inputs.length == 0) {
            return;
        }
        for (GroupPlan.Input input : inputs) {
            if (input.takes(event)) {
                cells[input.cell()].apply(at, asOf, input.value(event, lookup));
            }
        }
        count++;
        Place greatest = place;
        if (greatest == null || at.isAfter(greatest)) {
            place = at;
        }
    }

    /// Takes back an event that turned out to be about other keys than this group's.
    ///
    /// @return whether nothing of it is left: what is no count, sum or mean may not forget
    public boolean takeBack(Event event, AttributeLookup lookup) {
        GroupPlan.Input[] inputs = plan.inputs(event.eventType());
        if (inputs.length == 0) {
            return true;
        }
        boolean whole = true;
        for (GroupPlan.Input input : inputs) {
            if (input.takes(event)) {
                Object value = input.value(event, lookup);
                whole &= cells[input.cell()].takeBack(event.place(), value);
            }
        }
        count--;
        return whole;
    }

    /// Adds or takes back what an event counts in this state.
    ///
    /// @throws IllegalArgumentException if the state has no such counts
    public void apply(Contribution contribution) {
        Place at = contribution.place();
        for (int cell : contribution.cells()) {
            if (cell < 0 || cell >= cells.length) {
                throw new IllegalArgumentException("A state without a count " + cell);
            }
            if (contribution.takenBack()) {
                cells[cell].takeBack(at);
            } else {
                cells[cell].add(at);
            }
        }
        count += contribution.takenBack() ? -1 : 1;
        Place greatest = place;
        if (greatest == null || at.isAfter(greatest)) {
            place = at;
        }
    }

    /// Applies reference data about the entity of this group.
    public void apply(EntityVersion version) {
        AttributeHistory history = attributes;
        if (history == null) {
            history = new AttributeHistory(plan.attributes());
            attributes = history;
        }
        history.put(version.validFrom(), version.attributes());
    }

    /// The compact form that the online topic carries.
    public byte[] encode() {
        StateWriter out = new StateWriter();
        write(out);
        return out.toByteArray();
    }

    void write(StateWriter out) {
        out.writeByte(VERSION);
        Place greatest = place;
        out.writeByte(greatest == null ? 0 : 1);
        if (greatest != null) {
            out.writeInstant(greatest.eventTime());
            out.writeText(greatest.eventId());
        }
        out.writeLong(count);
        for (Cell cell : cells) {
            cell.write(out);
        }
        if (attributes == null) {
            out.writeLong(0);
        } else {
            attributes.write(out);
        }
    }

    /// The greatest place applied; null if only reference data was.
    public @Nullable Place place() {
        return place;
    }

    /// How many events were applied.
    public long count() {
        return count;
    }

    /// Whether reference data about the entity is known.
    public boolean hasAttributes() {
        return attributes != null;
    }

    /// The attribute as of that instant; null if it is not known.
    public @Nullable Object attribute(String name, Instant at) {
        return attributes == null ? null : attributes.find(name, at);
    }

    @Nullable Object attribute(int index, AsOf at) {
        return attributes == null ? null : attributes.find(index, at.instant());
    }

    /// The number that an aggregate gives.
    double number(int cell, AsOf at) {
        return cells[cell].number(at);
    }

    /// What a `last` gives; null if it is missing.
    @Nullable Object last(int cell, AsOf at) {
        return cells[cell] instanceof LastCell last ? last.value(at) : null;
    }

    Cell cell(int index) {
        return cells[index];
    }
}
