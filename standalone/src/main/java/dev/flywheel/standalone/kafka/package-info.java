/// A single-node Kafka broker in a process of its own. Start from [KafkaNode].
@NullMarked
package dev.flywheel.standalone.kafka;

import org.jspecify.annotations.NullMarked;
