/// Messages that must reach Kafka, kept in the transaction of the change that they tell.
///
/// Start with [Outbox]. It knows nothing of what the messages say.
@NullMarked
package dev.flywheel.registry.outbox;

import org.jspecify.annotations.NullMarked;
