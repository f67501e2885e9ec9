package dev.flywheel.feature.online.streams;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.pipeline.feature.StateReader;
import dev.flywheel.pipeline.feature.StateWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// What goes between the stages: a byte that tells which, then an event, an entity version, or the
/// key of a state to be forgotten. Events are the many: they are in the binary form of states,
/// which takes a fraction of the time that JSON does.
final class ReadingSerde {

    private static final byte EVENT = 'e';
    private static final byte TAKEN_BACK = 't';
    private static final byte VERSION = 'v';
    private static final byte REMOVED = 'r';

    private ReadingSerde() {}

    static Serde<Reading> create() {
        return Serdes.serdeFrom(
                (_, reading) -> write(reading), (Deserializer<Reading>) (_, bytes) -> read(bytes));
    }

    private static byte @Nullable [] write(Reading reading) {
        StateWriter out = new StateWriter();
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
            case Reading.Refused _, Reading.Empty _ -> {
                return null;
            }
        }
        return out.toByteArray();
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

    private static Reading read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return new Reading.Empty();
        }
        StateReader in = new StateReader(bytes);
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
