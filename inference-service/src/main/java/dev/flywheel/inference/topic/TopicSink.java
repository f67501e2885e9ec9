package dev.flywheel.inference.topic;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Where a followed topic's records go. One thread calls all of it.
public interface TopicSink {

    /// The next offset to read, by partition; a partition that is absent is read from its
    /// beginning.
    Map<Integer, Long> positions();

    /// Takes records, in order within a partition, together with the offsets that follow them.
    void accept(List<ConsumerRecord<String, byte[]>> records, Map<Integer, Long> positions);

    /// Whether what was taken so far can be relied on, however far it is from the topic's end.
    ///
    /// @param partitions how many the topic has
    default boolean isWhole(int partitions) {
        return true;
    }

    /// Forgets everything: the topic is not the one that was read before.
    void startOver();
}
