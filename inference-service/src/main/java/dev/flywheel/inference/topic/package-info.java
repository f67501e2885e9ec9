/// Following a Kafka topic from its first record, without a consumer group.
///
/// Start with [TopicFollower]. It knows nothing of what the records mean.
@NullMarked
package dev.flywheel.inference.topic;

import org.jspecify.annotations.NullMarked;
