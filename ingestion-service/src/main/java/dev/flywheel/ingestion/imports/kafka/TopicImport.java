package dev.flywheel.ingestion.imports.kafka;

import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.imports.RowTarget;
import dev.flywheel.ingestion.imports.rows.Row;
import dev.flywheel.ingestion.imports.rows.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a topic's records in, batch by batch: its offsets are committed only after Kafka has
/// acknowledged what the records became. After any failure it begins again at the committed
/// offsets.
final class TopicImport implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicImport.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Hears how many records became what.
    @FunctionalInterface
    interface Counts {
        void add(long accepted, long quarantined);
    }

    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final IntFunction<RowTarget> targets;
    private final Delivery delivery;
    private final Counts counts;
    private final CountDownLatch stop;

    /// @param consumers of a group of their own, without automatic commits
    /// @param targets by partition
    /// @param stop counted down when the service stops
    TopicImport(
            String topic,
            Supplier<Consumer<String, byte[]>> consumers,
            IntFunction<RowTarget> targets,
            Delivery delivery,
            Counts counts,
            CountDownLatch stop) {
        this.topic = topic;
        this.consumers = consumers;
        this.targets = targets;
        this.delivery = delivery;
        this.counts = counts;
        this.stop = stop;
    }

    @Override
    public void run() {
        try {
            do {
                readUntilItFails();
            } while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.subscribe(List.of(topic));
            while (stop.getCount() > 0) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    take(records);
                    consumer.commitSync();
                }
            }
        } catch (KafkaException | DeliveryException e) {
            LOG.warn("The import of topic {} waits: {}", topic, e.toString());
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        List<Message> messages = new ArrayList<>();
        long quarantined = 0;
        for (ConsumerRecord<String, byte[]> each : records) {
            if (each.value() == null) {
                continue;
            }
            Row row = Rows.ofJson(each.offset(), each.value());
            switch (targets.apply(each.partition()).take(row)) {
                case RowTarget.Outcome.Accepted(Message message) -> messages.add(message);
                case RowTarget.Outcome.Quarantined(Message message, var _) -> {
                    messages.add(message);
                    quarantined++;
                }
                case RowTarget.Outcome.Skipped() -> {
                    // Left out by where or the sample.
                }
            }
        }
        delivery.deliver(messages);
        counts.add(messages.size() - quarantined, quarantined);
    }
}
