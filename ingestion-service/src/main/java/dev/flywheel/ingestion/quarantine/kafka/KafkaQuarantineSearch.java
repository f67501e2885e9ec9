package dev.flywheel.ingestion.quarantine.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.quarantine.QuarantineSearch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Reads the quarantine topic from its beginning to its present end, without a consumer group.
@Component
class KafkaQuarantineSearch implements QuarantineSearch {

    private static final Duration WAIT = KafkaQuarantineBrowser.WAIT;

    private final ConsumerFactory<String, byte[]> consumers;

    KafkaQuarantineSearch(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    @Override
    public void forEach(String pipeline, Consumer<Found> taker) {
        read(pipeline, Map.of(), (_, _) -> true, taker);
    }

    @Override
    public void read(String pipeline, Collection<Found> which, Consumer<Found> taker) {
        Map<Integer, Set<Long>> wanted = new HashMap<>();
        Map<Integer, Long> first = new HashMap<>();
        for (Found each : which) {
            wanted.computeIfAbsent(each.partition(), _ -> new HashSet<>()).add(each.offset());
            first.merge(each.partition(), each.offset(), Math::min);
        }
        if (!wanted.isEmpty()) {
            read(
                    pipeline,
                    first,
                    (partition, offset) ->
                            wanted.getOrDefault(partition, Set.of()).contains(offset),
                    taker);
        }
    }

    /// @param first offsets by partition, of which others are passed over; empty for all partitions
    private void read(
            String pipeline,
            Map<Integer, Long> first,
            BiPredicate<Integer, Long> wanted,
            Consumer<Found> taker) {
        try (org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer =
                consumers.createConsumer(null, null, null, KafkaQuarantineBrowser.oneAtATime())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.quarantine(pipeline), WAIT).stream()
                            .filter(info -> first.isEmpty() || first.containsKey(info.partition()))
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, WAIT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WAIT);
            for (TopicPartition partition : partitions) {
                long start = starts.getOrDefault(partition, 0L);
                consumer.assign(List.of(partition));
                consumer.seek(
                        partition, Math.max(start, first.getOrDefault(partition.partition(), 0L)));
                long end = ends.getOrDefault(partition, 0L);
                while (consumer.position(partition, WAIT) < end) {
                    ConsumerRecords<String, byte[]> polled = consumer.poll(WAIT);
                    if (polled.isEmpty() && consumer.position(partition, WAIT) < end) {
                        throw new KafkaAwayException("The quarantine can't be read now");
                    }
                    for (ConsumerRecord<String, byte[]> each : polled) {
                        Quarantined input =
                                wanted.test(each.partition(), each.offset()) ? read(each) : null;
                        if (input != null) {
                            taker.accept(new Found(each.partition(), each.offset(), input));
                        }
                    }
                }
            }
        } catch (KafkaException e) {
            throw new KafkaAwayException(e);
        }
    }

    private static @Nullable Quarantined read(ConsumerRecord<String, byte[]> message) {
        return message.value() == null ? null : Json.read(message.value(), Quarantined.class);
    }
}
