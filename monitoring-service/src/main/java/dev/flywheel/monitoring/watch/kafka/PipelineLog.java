package dev.flywheel.monitoring.watch.kafka;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.flywheel.contracts.Topics;
import dev.flywheel.monitoring.watch.PipelineWatch;
import dev.flywheel.pipeline.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// The loop over one pipeline's log. Whatever goes wrong, it begins again from the stored offsets,
/// so a failure costs time and no figure.
final class PipelineLog implements Runnable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS_BETWEEN_CHECKS = 60;

    private final Pipeline pipeline;
    private final PipelineWatch watch;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final BiFunction<Pipeline, Consumer<String, byte[]>, LogReader> readers;
    private final Runnable makeTopics;
    private final CountDownLatch stop = new CountDownLatch(1);

    PipelineLog(
            Pipeline pipeline,
            PipelineWatch watch,
            Supplier<Consumer<String, byte[]>> consumers,
            BiFunction<Pipeline, Consumer<String, byte[]>, LogReader> readers,
            Runnable makeTopics) {
        this.pipeline = pipeline;
        this.watch = watch;
        this.consumers = consumers;
        this.readers = readers;
        this.makeTopics = makeTopics;
    }

    @Override
    public void run() {
        int failures = 0;
        while (!stopped()) {
            try {
                read();
                failures = 0;
            } catch (RuntimeException e) {
                watch.failed(pipeline, e);
                failures++;
                pause(Duration.ofMillis(Math.min(10_000, 250L << Math.min(failures, 6))));
            }
        }
    }

    void stop() {
        stop.countDown();
    }

    private void read() {
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            List<TopicPartition> partitions = partitions(consumer);
            if (partitions.isEmpty()) {
                makeTopics.run();
                pause(POLL);
                return;
            }
            consumer.assign(partitions);
            LogReader reader = readers.apply(pipeline, consumer);
            for (int polls = 1; !stopped(); polls++) {
                watch.count(pipeline, reader.poll(POLL));
                partitions.stream()
                        .collect(groupingBy(TopicPartition::topic, summingLong(reader::lag)))
                        .forEach((topic, lag) -> watch.lags(pipeline, topic, lag));
                if (polls % POLLS_BETWEEN_CHECKS == 0
                        && partitions(consumer).size() != partitions.size()) {
                    return;
                }
            }
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
