package dev.flywheel.feature.online.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flywheel.contracts.EntityVersion;
import dev.flywheel.contracts.Topics;
import dev.flywheel.feature.arrival.ArrivalReader;
import dev.flywheel.feature.arrival.Reading;
import dev.flywheel.feature.online.EntityCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a pipeline's catalogue: reads the archive, the whole entities topic, and then what is
/// added to it. The topic is compacted, so only the archive knows what was valid before.
///
/// Not a global store of Kafka Streams, as a topology may not read the same topic as a stream too,
/// and the entities' own states need it as one.
public final class CatalogueListener implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueListener.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final String pipeline;
    private final Supplier<Iterator<EntityVersion>> archived;
    private final ArrivalReader reader;
    private final EntityCatalogue catalogue;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile @Nullable Consumer<byte[], byte[]> current;

    public CatalogueListener(
            String pipeline,
            Supplier<Iterator<EntityVersion>> archived,
            ArrivalReader reader,
            EntityCatalogue catalogue,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.pipeline = pipeline;
        this.archived = archived;
        this.reader = reader;
        this.catalogue = catalogue;
        this.consumers = consumers;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                archived.get().forEachRemaining(catalogue::apply);
                listen(consumer);
            } catch (WakeupException _) {
                LOG.debug("The catalogue of {} stops", pipeline);
            } catch (RuntimeException e) {
                // Without this thread the states would miss attributes and nobody would know.
                LOG.warn("The catalogue of {} is read again from the beginning", pipeline, e);
                LockSupport.parkNanos(RETRY.toNanos());
            } finally {
                current = null;
            }
        }
        loaded.countDown();
    }

    /// Waits until everything is known that was on the topic when reading began.
    public void awaitLoaded() throws InterruptedException {
        loaded.await();
    }

    public void stop() {
        stopped = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void listen(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopped) {
            if (loaded.getCount() > 0
                    && ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                loaded.countDown();
            }
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    /// A topic that was just created may not be known to every broker yet.
    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(Topics.entities(pipeline)).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(
                    "No partition of " + Topics.entities(pipeline) + " is known yet");
        }
        return partitions;
    }

    private void apply(ConsumerRecord<byte[], byte[]> found) {
        if (found.value() == null && found.key() != null) {
            catalogue.forget(new String(found.key(), UTF_8));
            return;
        }
        Instant arrivedAt = Instant.ofEpochMilli(found.timestamp());
        if (reader.entityVersion(found.value(), arrivedAt)
                instanceof Reading.OfEntityVersion(var version)) {
            catalogue.apply(version);
        }
    }
}
