package dev.flywheel.feature.online.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Event;
import dev.flywheel.contracts.Json;
import dev.flywheel.feature.arrival.Reading;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/// What goes between the stages: a byte that tells which, then the JSON of an event or an entity
/// version, or the key of a state to be forgotten.
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
        return switch (reading) {
            case Reading.OfEvent event -> tagged(EVENT, event.content().getBytes(UTF_8));
            case Reading.TakenBack(var event) -> tagged(TAKEN_BACK, Json.bytes(event));
            case Reading.OfEntityVersion version -> tagged(VERSION, Json.bytes(version.version()));
            case Reading.Removed removed -> tagged(REMOVED, removed.stateKey().getBytes(UTF_8));
            case Reading.Refused _, Reading.Empty _ -> null;
        };
    }

    private static byte[] tagged(byte tag, byte[] content) {
        byte[] bytes = new byte[content.length + 1];
        bytes[0] = tag;
        System.arraycopy(content, 0, bytes, 1, content.length);
        return bytes;
    }

    private static Reading read(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length == 0) {
            return new Reading.Empty();
        }
        byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
        return switch (bytes[0]) {
            case EVENT ->
                    new Reading.OfEvent(
                            Json.read(content, Event.class), new String(content, UTF_8));
            case TAKEN_BACK -> new Reading.TakenBack(Json.read(content, Event.class));
            case VERSION -> new Reading.OfEntityVersion(Json.read(content, EntityVersion.class));
            case REMOVED -> new Reading.Removed(new String(content, UTF_8));
            default -> throw new IllegalStateException("No stage writes the tag " + bytes[0]);
        };
    }
}
