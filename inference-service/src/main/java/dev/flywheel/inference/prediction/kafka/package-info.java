/// The prediction log: answers leave for Kafka without anybody waiting for them.
@NullMarked
package dev.flywheel.inference.prediction.kafka;

import org.jspecify.annotations.NullMarked;
