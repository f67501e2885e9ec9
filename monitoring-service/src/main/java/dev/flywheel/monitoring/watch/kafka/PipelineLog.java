package dev.flywheel.monitoring.watch.kafka;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.flywheel.contracts.Topics;
import dev.flywheel.monitoring.watch.LogBatch;
import dev.flywheel.monitoring.watch.PipelineWatch;
import dev.flywheel.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop over one pipeline's log. Whatever goes wrong, it begins again from the stored offsets,
/// so a failure costs time and no figure. If a record's content seems to be the cause, records are
/// then taken one by one, and the one that can't be counted goes into quarantine.
final class PipelineLog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS_BETWEEN_CHECKS = 60;

    /// Polls with single records before whole batches are tried again.
    private static final int CAREFUL_POLLS = 2_000;

    private final Pipeline pipeline;
    private final PipelineWatch watch;
    private final int batch;
    private final IntFunction<Consumer<String, byte[]>> consumers;
    private final BiFunction<Pipeline, Consumer<String, byte[]>, LogReader> readers;
    private final Runnable makeTopics;
    private final CountDownLatch stop = new CountDownLatch(1);

    /// @param batch records in one transaction at most
    /// @param consumers makes one that polls so many records at most
    PipelineLog(
            Pipeline pipeline,
            PipelineWatch watch,
            int batch,
            IntFunction<Consumer<String, byte[]>> consumers,
            BiFunction<Pipeline, Consumer<String, byte[]>, LogReader> readers,
            Runnable makeTopics) {
        this.pipeline = pipeline;
        this.watch = watch;
        this.batch = batch;
        this.consumers = consumers;
        this.readers = readers;
        this.makeTopics = makeTopics;
    }

    @Override
    public void run() {
        int failures = 0;
        boolean careful = false;
        while (!stopped()) {
            try {
                read(careful);
                failures = 0;
                careful = false;
            } catch (RuntimeException e) {
                watch.failed(pipeline, e);
                failures++;
                careful = Poison.mayBe(e);
                pause(Duration.ofMillis(Math.min(10_000, 250L << Math.min(failures, 6))));
            }
        }
    }

    void stop() {
        stop.countDown();
    }

    private void read(boolean careful) {
        try (Consumer<String, byte[]> consumer = consumers.apply(careful ? 1 : batch)) {
            List<TopicPartition> partitions = partitions(consumer);
            if (partitions.isEmpty()) {
                makeTopics.run();
                pause(POLL);
                return;
            }
            consumer.assign(partitions);
            LogReader reader = readers.apply(pipeline, consumer);
            for (int polls = 1; !stopped(); polls++) {
                boolean refused = count(reader, careful);
                partitions.stream()
                        .collect(groupingBy(TopicPartition::topic, summingLong(reader::lag)))
                        .forEach((topic, lag) -> watch.lags(pipeline, topic, lag));
                if (refused || (careful && polls == CAREFUL_POLLS)) {
                    return;
                }
                if (polls % POLLS_BETWEEN_CHECKS == 0
                        && partitions(consumer).size() != partitions.size()) {
                    return;
                }
            }
        }
    }

    /// Counts what the next poll brings.
    ///
    /// @param careful whether that is one record, which may be refused
    /// @return whether it was refused
    private boolean count(LogReader reader, boolean careful) {
        LogBatch read = reader.poll(POLL);
        try {
            watch.count(pipeline, read);
            return false;
        } catch (RuntimeException e) {
            if (!careful || read.positions().isEmpty() || !Poison.mayBe(e)) {
                throw e;
            }
            watch.count(pipeline, reader.refused(read, e));
            LOG.warn(
                    "A record can't be counted and is in quarantine pipeline={} position={}",
                    pipeline.name(),
                    read.positions(),
                    e);
            return true;
        }
    }

    /// Empty unless both topics are there.
    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic :
                List.of(Topics.predictions(pipeline.name()), Topics.outcomes(pipeline.name()))) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                return List.of();
            }
            found.forEach(
                    partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            boolean _ = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }
}
