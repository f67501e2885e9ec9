package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.Contribution;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// What goes between the stages. A reading is a byte that tells which, then an event, an entity
/// version, or the key of a state to be forgotten. Events are the many: they are in the binary form
/// of states, which takes a fraction of the time that JSON does.
final class StageSerdes {

    private static final byte EVENT = 'e';
    private static final byte TAKEN_BACK = 't';
    private static final byte VERSION = 'v';
    private static final byte REMOVED = 'r';

    private StageSerdes() {}

    static Serde<Reading> readings() {
        return serde(StageSerdes::write, StageSerdes::reading);
    }

    static Serde<Addressed> addressed() {
        return serde(
                (out, addressed) -> {
                    out.writeLong(addressed.stateKeys().size());
                    addressed.stateKeys().forEach(out::writeText);
                    write(out, addressed.reading());
                },
                in -> new Addressed(list(in, StateReader::readText), reading(in)));
    }

    static Serde<List<Contribution>> contributions() {
        return serde(
                (out, all) -> {
                    out.writeLong(all.size());
                    for (Contribution each : all) {
                        out.writeText(each.stateKey());
                        out.writeBytes(each.encode());
                    }
                },
                in -> list(in, one -> Contribution.decode(one.readText(), one.readBytes())));
    }

    private static <T> Serde<T> serde(
            BiConsumer<StateWriter, T> write, Function<StateReader, T> read) {
        return Serdes.serdeFrom(
                (_, value) -> {
                    StateWriter out = new StateWriter();
                    write.accept(out, value);
                    return out.toByteArray();
                },
                (Deserializer<T>) (_, bytes) -> read.apply(new StateReader(bytes)));
    }

    private static <T> List<T> list(StateReader in, Function<StateReader, T> read) {
        int size = in.readSize();
        List<T> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(read.apply(in));
        }
        return all;
    }

    private static void write(StateWriter out, Reading reading) {
        switch (reading) {
            case Reading.OfEvent(var event) -> write(out, EVENT, event);
            case Reading.TakenBack(var event) -> write(out, TAKEN_BACK, event);
            case Reading.OfEntityVersion(var version) -> {
                out.writeByte(VERSION);
                out.writeBytes(Json.bytes(version));
            }
            case Reading.Removed(var stateKey) -> {
                out.writeByte(REMOVED);
                out.writeText(stateKey);
            }
            case Reading.Refused _, Reading.Empty _ ->
                    throw new IllegalStateException("Changes no state: " + reading);
        }
    }

    private static void write(StateWriter out, byte tag, Event event) {
        out.writeByte(tag);
        out.writeText(event.eventId());
        out.writeText(event.eventType());
        out.writeInstant(event.eventTime());
        out.writeValue(event.predictionId());
        out.writeLong(event.values().size());
        event.values()
                .forEach((name, value) -> {
                    out.writeText(name);
                    out.writeValue(value);
                });
    }

    private static Reading reading(StateReader in) {
        int tag = in.readByte();
        return switch (tag) {
            case EVENT -> new Reading.OfEvent(event(in));
            case TAKEN_BACK -> new Reading.TakenBack(event(in));
            case VERSION ->
                    new Reading.OfEntityVersion(Json.read(in.readBytes(), EntityVersion.class));
            case REMOVED -> new Reading.Removed(in.readText());
            default -> throw new IllegalStateException("No stage writes the tag " + tag);
        };
    }

    private static Event event(StateReader in) {
        String id = in.readText();
        String type = in.readText();
        Instant time = in.readInstant();
        String predictionId = in.readValue() instanceof String text ? text : null;
        Map<String, Object> values = new LinkedHashMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            values.put(in.readText(), Objects.requireNonNull(in.readValue()));
        }
        return new Event(id, type, time, predictionId, values);
    }
}
