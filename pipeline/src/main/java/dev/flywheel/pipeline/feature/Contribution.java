package dev.flywheel.pipeline.feature;

import dev.flywheel.contracts.Place;
import java.util.ArrayList;
import java.util.List;

/// What an event adds to the counts of one state that is keyed by what came before it, or takes
/// back because another event turned out to have come between.
///
/// @param stateKey as [Group#stateKey] gives it
/// @param place of the event
/// @param cells which counts of the state
/// @param takenBack whether it was added before and is none any more
public record Contribution(String stateKey, Place place, List<Integer> cells, boolean takenBack) {

    public Contribution {
        cells = List.copyOf(cells);
    }

    /// All but the state's key, which the record that carries it has.
    public byte[] encode() {
        StateWriter out = new StateWriter();
        out.writeByte(takenBack ? 1 : 0);
        write(out, place);
        write(out, cells);
        return out.toByteArray();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException if the bytes are damaged
    public static Contribution decode(String stateKey, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        boolean takenBack = in.readByte() == 1;
        Contribution contribution =
                new Contribution(stateKey, readPlace(in), readCells(in), takenBack);
        in.end();
        return contribution;
    }

    static void write(StateWriter out, Place place) {
        out.writeInstant(place.eventTime());
        out.writeText(place.eventId());
    }

    static Place readPlace(StateReader in) {
        return new Place(in.readInstant(), in.readText());
    }

    static void write(StateWriter out, List<Integer> cells) {
        out.writeLong(cells.size());
        cells.forEach(out::writeLong);
    }

    static List<Integer> readCells(StateReader in) {
        int size = in.readSize();
        List<Integer> cells = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            cells.add((int) in.readLong());
        }
        return cells;
    }
}
