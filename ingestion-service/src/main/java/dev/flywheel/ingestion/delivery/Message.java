package dev.flywheel.ingestion.delivery;

/// Something that is to be in a topic under a key.
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Message(String topic, String key, byte[] value) {}
