package dev.flywheel.feature.archive.kafka;

import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.arrival.Arrival;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Reads one pipeline's events and entity versions and has them archived, for as long as it runs.
///
/// The offsets are in PostgreSQL, with what they stand for; Kafka only tells which partitions are
/// this consumer's. After any failure it goes back to what PostgreSQL says and reads again.
final class ArchiveListener implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String pipeline;
    private final ArrivalReader reader;
    private final ArchiveWriter writer;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    private volatile boolean stopped;
    private volatile boolean repositionNeeded = true;
    private volatile @org.jspecify.annotations.Nullable Consumer<byte[], byte[]> current;
    private int failures;

    ArchiveListener(
            String pipeline,
            ArrivalReader reader,
            ArchiveWriter writer,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.pipeline = pipeline;
        this.reader = reader;
        this.writer = writer;
        this.consumers = consumers;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                consume(consumer);
            } catch (WakeupException _) {
                LOG.debug("Archiving of {} stops", pipeline);
            } catch (KafkaException e) {
                LOG.warn("Archiving of {} begins again with a new consumer", pipeline, e);
            } finally {
                current = null;
            }
        }
    }

    /// Ends [#run] soon.
    void stop() {
        stopped = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer) {
        consumer.subscribe(
                List.of(Topics.events(pipeline), Topics.entities(pipeline)), new OnRebalance());
        repositionNeeded = true;
        while (!stopped) {
            if (repositionNeeded && !reposition(consumer)) {
                pause(consumer);
                continue;
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            // Partitions that came during this poll were read from the wrong place.
            if (!repositionNeeded && !records.isEmpty()) {
                archive(records);
            }
        }
    }

    private boolean reposition(Consumer<byte[], byte[]> consumer) {
        try {
            Map<TopicPartition, Long> offsets = writer.offsets();
            for (TopicPartition partition : consumer.assignment()) {
                consumer.seek(partition, offsets.getOrDefault(partition, 0L));
            }
            consumer.resume(consumer.assignment());
            // Without an assignment there is nothing to read yet, but it has to be polled for.
            repositionNeeded = false;
            return true;
        } catch (DataAccessException | TransactionException | KafkaException e) {
            failed(e);
            return false;
        }
    }

    private void archive(ConsumerRecords<byte[], byte[]> records) {
        List<Arrival> batch = new ArrayList<>(records.count());
        records.forEach(found -> batch.add(arrival(found)));
        try {
            writer.write(batch);
            failures = 0;
        } catch (DataAccessException | TransactionException | KafkaException e) {
            failed(e);
            repositionNeeded = true;
        }
    }

    private Arrival arrival(ConsumerRecord<byte[], byte[]> found) {
        Instant arrivedAt = Instant.ofEpochMilli(found.timestamp());
        Reading reading =
                found.topic().equals(Topics.events(pipeline))
                        ? reader.event(found.value(), arrivedAt)
                        : reader.entityVersion(found.value(), arrivedAt);
        return new Arrival(
                new TopicPartition(found.topic(), found.partition()), found.offset(), reading);
    }

    private void failed(RuntimeException e) {
        failures++;
        LOG.warn("Archiving of {} failed and is tried again (failure {})", pipeline, failures, e);
    }

    /// Waits, but goes on polling, so that this consumer keeps its partitions meanwhile.
    private void pause(Consumer<byte[], byte[]> consumer) {
        long pause = Math.min(LONGEST_PAUSE.toMillis(), 100L << Math.min(failures, 10));
        consumer.pause(consumer.assignment());
        consumer.poll(Duration.ofMillis(pause));
    }

    private final class OnRebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            repositionNeeded = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            repositionNeeded = true;
        }
    }
}
