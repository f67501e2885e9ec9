/// Webhooks: who wants to hear of which changes, and the deliveries that tell them.
///
/// Start with [DeliveryQueue], which writes deliveries in the transaction of a change, and
/// [DeliveryWorker], which brings them to their URLs. Nothing here knows how a change came about.
@NullMarked
package dev.flywheel.registry.webhook;

import org.jspecify.annotations.NullMarked;
