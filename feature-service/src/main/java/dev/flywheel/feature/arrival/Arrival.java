package dev.flywheel.feature.arrival;

import org.apache.kafka.common.TopicPartition;

/// A record that came from Kafka: where it stood, and what it says.
public record Arrival(TopicPartition source, long offset, Reading reading) {}
