package dev.flywheel.ingestion.quarantine.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.quarantine.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// Goes back from the end of each partition, in spans that grow while the messages are small.
///
/// Each message is cut to what a listing shows as soon as it is read, so that the heap never holds
/// two of them. When the budget is used up, older messages are left out.
final class TailReading {

    private static final Duration WAIT = KafkaQuarantineBrowser.WAIT;

    private final Consumer<String, byte[]> consumer;
    private final long budget;
    private final List<Quarantined> found = new ArrayList<>();
    private long bytesRead;
    private long recordsRead;

    /// @param consumer one that takes a record a poll
    /// @param budget bytes after which no more is read
    TailReading(Consumer<String, byte[]> consumer, long budget) {
        this.consumer = consumer;
        this.budget = budget;
    }

    /// What was refused last, newest first; fewer than asked for if the messages are large.
    List<Quarantined> latest(List<TopicPartition> partitions, int limit) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, WAIT);
        Map<TopicPartition, Long> unread = new HashMap<>(consumer.endOffsets(partitions, WAIT));
        int back = 0;
        int span = 1;
        while (back < limit && span > 0) {
            boolean any = false;
            for (TopicPartition partition : partitions) {
                long end = unread.getOrDefault(partition, 0L);
                long from = Math.max(starts.getOrDefault(partition, 0L), end - span);
                if (from < end) {
                    read(partition, from, end);
                    unread.put(partition, from);
                    any = true;
                }
            }
            if (!any) {
                break;
            }
            back += span;
            span = nextSpan(span, limit - back, partitions.size());
        }
        return found.stream()
                .sorted(Comparator.comparing(Quarantined::refusedAt).reversed())
                .limit(limit)
                .toList();
    }

    /// As many as the budget lets expect, but at most twice as many: older messages may be larger.
    private int nextSpan(int span, int wanted, int partitions) {
        long average = 1 + bytesRead / Math.max(1, recordsRead);
        long affordable = Math.max(0, budget - bytesRead) / average / partitions;
        return (int) Math.min(Math.min(wanted, affordable), 2L * span);
    }

    private void read(TopicPartition partition, long from, long end) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        List<Quarantined> span = new ArrayList<>();
        long position = from;
        while (position < end) {
            ConsumerRecords<String, byte[]> polled = consumer.poll(WAIT);
            for (ConsumerRecord<String, byte[]> each : polled.records(partition)) {
                bytesRead += each.value().length;
                recordsRead++;
                if (bytesRead > budget && end - from > 1) {
                    // The newest of a span come last: without them there would be a gap.
                    return;
                }
                if (each.offset() < end) {
                    span.add(Excerpt.shown(Json.read(each.value(), Quarantined.class)));
                }
            }
            long reached = consumer.position(partition, WAIT);
            if (reached == position) {
                throw new KafkaAwayException("The quarantine can't be read to its end");
            }
            position = reached;
        }
        found.addAll(span);
    }
}
