package dev.flywheel.ingestion.quarantine.kafka;

import dev.flywheel.contracts.Json;
import dev.flywheel.contracts.Quarantined;
import dev.flywheel.contracts.Topics;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.quarantine.QuarantineBrowser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/// Reads the tail of each partition of the quarantine topic, without a consumer group.
@Component
class KafkaQuarantineBrowser implements QuarantineBrowser {

    private static final Duration WAIT = Duration.ofSeconds(5);

    private final ConsumerFactory<String, byte[]> consumers;

    KafkaQuarantineBrowser(ConsumerFactory<String, byte[]> consumers) {
        this.consumers = consumers;
    }

    @Override
    public List<Quarantined> latest(String pipeline, int limit) {
        try (Consumer<String, byte[]> consumer = consumers.createConsumer()) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(Topics.quarantine(pipeline), WAIT).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WAIT);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, WAIT);
            consumer.assign(partitions);
            partitions.forEach(partition ->
                    consumer.seek(
                            partition,
                            Math.max(
                                    starts.getOrDefault(partition, 0L),
                                    ends.getOrDefault(partition, 0L) - limit)));
            return read(consumer, ends).stream()
                    .sorted(Comparator.comparing(Quarantined::refusedAt).reversed())
                    .limit(limit)
                    .toList();
        } catch (KafkaException e) {
            throw new KafkaAwayException(e);
        }
    }

    private static List<Quarantined> read(
            Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        List<Quarantined> read = new ArrayList<>();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey(), WAIT) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> each : consumer.poll(WAIT)) {
                read.add(Json.read(each.value(), Quarantined.class));
            }
        }
        return read;
    }
}
