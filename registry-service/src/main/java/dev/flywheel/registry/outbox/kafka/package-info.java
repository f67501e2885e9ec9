/// Brings the outbox to Kafka.
///
/// Start with [OutboxPublisher]. It knows nothing of what the messages say.
@NullMarked
package dev.flywheel.registry.outbox.kafka;

import org.jspecify.annotations.NullMarked;
