package dev.flywheel.feature.online.streams;

import org.apache.kafka.streams.processor.api.ProcessingContext;

/// What stages know of the record that they are given.
final class Stage {

    private Stage() {}

    /// Whether the record was read from that topic.
    static boolean isFrom(ProcessingContext context, String topic) {
        return context.recordMetadata().filter(record -> record.topic().equals(topic)).isPresent();
    }
}
