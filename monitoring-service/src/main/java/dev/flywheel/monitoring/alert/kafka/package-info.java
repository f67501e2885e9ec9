/// Sends what the outbox holds.
@NullMarked
package dev.flywheel.monitoring.alert.kafka;

import org.jspecify.annotations.NullMarked;
