/// The Kafka Streams application that keeps the online state. Start at [OnlineTopology], which is
/// pure; [OnlineStreams] runs it.
@NullMarked
package dev.flywheel.feature.online.streams;

import org.jspecify.annotations.NullMarked;
