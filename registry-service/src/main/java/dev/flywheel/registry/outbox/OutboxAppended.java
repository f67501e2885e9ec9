package dev.flywheel.registry.outbox;

/// A message was written; it can be sent once the transaction has committed.
public record OutboxAppended(String topic, String key) {}
