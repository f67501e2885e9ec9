/// Alerts on their Kafka topic.
@NullMarked
package dev.flywheel.training.alert.kafka;

import org.jspecify.annotations.NullMarked;
