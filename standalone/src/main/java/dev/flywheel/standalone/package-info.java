/// Everything on one machine: a real Kafka broker, a real PostgreSQL and the six services as child
/// processes. Start from [Standalone]; it knows nothing of pipelines or of what the services do.
@NullMarked
package dev.flywheel.standalone;

import org.jspecify.annotations.NullMarked;
