/// Getting something into Kafka for certain: [dev.flywheel.ingestion.delivery.Delivery] returns
/// only when every in-sync replica has it, or says why it can't. Knows nothing of events or HTTP.
@NullMarked
package dev.flywheel.ingestion.delivery;

import org.jspecify.annotations.NullMarked;
