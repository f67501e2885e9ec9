package dev.flywheel.feature.online.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Counts what a reader of committed records would still get. That is less than offsets say: each
/// transaction leaves a marker behind in every partition that it wrote to, and one that was rolled
/// back its records too. A reader's stored offset may stand before any number of them for as long
/// as nothing follows.
final class UnreadRecords {

    /// More than so many offsets are not only markers.
    private static final long MOST = 200;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int POLLS = 30;

    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /// @param consumers make consumers without a group, of committed records
    UnreadRecords(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /// Counts them; where there are many, or Kafka doesn't say in time, by offsets.
    long count(Map<TopicPartition, Range> ranges) {
        Map<TopicPartition, Range> few = new HashMap<>();
        long many = 0;
        for (Map.Entry<TopicPartition, Range> range : ranges.entrySet()) {
            long offsets = range.getValue().offsets();
            if (offsets > MOST) {
                many += offsets;
            } else if (offsets > 0) {
                few.put(range.getKey(), range.getValue());
            }
        }
        return few.isEmpty() ? many : many + read(few);
    }

    private long read(Map<TopicPartition, Range> ranges) {
        long count = 0;
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(ranges.keySet());
            ranges.forEach((partition, range) -> consumer.seek(partition, range.from()));
            Map<TopicPartition, Range> unread = new HashMap<>(ranges);
            for (int i = 0; i < POLLS && !unread.isEmpty(); i++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Range range =
                            ranges.get(new TopicPartition(record.topic(), record.partition()));
                    if (range != null && record.offset() < range.to()) {
                        count++;
                    }
                }
                unread.entrySet()
                        .removeIf(left -> consumer.position(left.getKey()) >= left.getValue().to());
            }
            for (Map.Entry<TopicPartition, Range> left : unread.entrySet()) {
                count += left.getValue().to() - consumer.position(left.getKey());
            }
        }
        return count;
    }

    /// The offsets from one, up to and without another.
    record Range(long from, long to) {

        long offsets() {
            return Math.max(0, to - from);
        }
    }
}
