/// Requests to train on their Kafka topic.
@NullMarked
package dev.flywheel.training.request.kafka;

import org.jspecify.annotations.NullMarked;
