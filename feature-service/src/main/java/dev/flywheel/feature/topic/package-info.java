/// The Kafka topics that this service writes or reads: their declaration, and publishing that waits
/// for the broker's word. Start at [PipelineTopics].
@NullMarked
package dev.flywheel.feature.topic;

import org.jspecify.annotations.NullMarked;
