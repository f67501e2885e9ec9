/// How this service reads what is on Kafka: one reading for the archive and for the online state,
/// so that both see the same events. Start at [ArrivalReader].
@NullMarked
package dev.flywheel.feature.arrival;

import org.jspecify.annotations.NullMarked;
