package dev.flywheel.ingestion.delivery;

import org.jspecify.annotations.Nullable;

/// Something that is to be in a topic under a key.
///
/// @param smaller what is delivered in its place if Kafka takes no message that large; null if
///   nothing may stand for it
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Message(String topic, String key, byte[] value, @Nullable Message smaller) {

    public Message(String topic, String key, byte[] value) {
        this(topic, key, value, null);
    }
}
