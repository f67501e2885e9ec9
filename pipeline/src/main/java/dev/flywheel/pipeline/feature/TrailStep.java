package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of a [Trail]: what it brings for those after it, and what it counts in.
///
/// @param brought by `last` feature; null where it brings nothing
/// @param known by keyed group the parts of its state's key that the event itself tells; null for
///   those that come from before
/// @param cells by keyed group which counts it adds to
record TrailStep(
        Place place,
        List<@Nullable Brought> brought,
        List<List<@Nullable String>> known,
        List<List<Integer>> cells) {

    /// A value, and where it came from.
    record Brought(Place place, String text) {}

    static TrailStep of(TrailPlan plan, Event event, AttributeLookup lookup) {
        Place place = event.place();
        List<@Nullable Brought> brought = new ArrayList<>();
        for (KeyPart.OfLast last : plan.lasts()) {
            boolean brings =
                    last.last().value().event().equals(event.eventType())
                            && last.input().takes(event);
            Object value = brings ? last.input().value(event, lookup) : null;
            brought.add(value == null ? null : new Brought(place, value.toString()));
        }
        List<List<@Nullable String>> known = new ArrayList<>();
        List<List<Integer>> cells = new ArrayList<>();
        for (GroupPlan keyed : plan.keyed()) {
            List<Integer> taken = keyed.takenBy(event);
            cells.add(taken);
            List<@Nullable String> parts = new ArrayList<>();
            for (KeyPart part : keyed.parts()) {
                parts.add(taken.isEmpty() ? null : part.of(event, lookup));
            }
            known.add(parts);
        }
        return new TrailStep(place, brought, known, cells);
    }

    void write(StateWriter out) {
        Contribution.write(out, place);
        for (Brought one : brought) {
            out.writeValue(one == null ? null : one.text());
        }
        for (int i = 0; i < cells.size(); i++) {
            Contribution.write(out, cells.get(i));
            if (!cells.get(i).isEmpty()) {
                known.get(i).forEach(out::writeValue);
            }
        }
    }

    static TrailStep read(TrailPlan plan, StateReader in) {
        Place place = Contribution.readPlace(in);
        List<@Nullable Brought> brought = new ArrayList<>();
        for (int i = 0; i < plan.lasts().size(); i++) {
            brought.add(in.readValue() instanceof String text ? new Brought(place, text) : null);
        }
        List<List<@Nullable String>> known = new ArrayList<>();
        List<List<Integer>> cells = new ArrayList<>();
        for (GroupPlan keyed : plan.keyed()) {
            List<Integer> taken = Contribution.readCells(in);
            cells.add(taken);
            List<@Nullable String> parts = new ArrayList<>();
            for (int i = 0; i < keyed.parts().size(); i++) {
                parts.add(!taken.isEmpty() && in.readValue() instanceof String text ? text : null);
            }
            known.add(parts);
        }
        return new TrailStep(place, brought, known, cells);
    }
}
