package dev.flywheel.feature.topic;

import dev.flywheel.contracts.Topics;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/// The topics of all pipelines: created as soon as Kafka answers, however long after this service
/// started.
public final class PipelineTopics implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineTopics.class);

    private final KafkaAdmin admin;
    private final CountDownLatch declared = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean started;

    PipelineTopics(KafkaAdmin admin) {
        this.admin = admin;
    }

    /// Waits until the topics exist.
    public void await() throws InterruptedException {
        declared.await();
    }

    public boolean exist() {
        return declared.getCount() == 0;
    }

    /// How many partitions the pipeline's events have.
    ///
    /// @throws org.apache.kafka.common.KafkaException if Kafka does not say
    public int partitions(String pipeline) {
        String events = Topics.events(pipeline);
        return Objects.requireNonNull(admin.describeTopics(events).get(events)).partitions().size();
    }

    @Override
    public void start() {
        started = true;
        Thread.ofVirtual().name("topics").start(this::declare);
    }

    @Override
    public void stop() {
        stopped.countDown();
        started = false;
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private void declare() {
        try {
            while (!admin.initialize()) {
                LOG.warn("Kafka does not answer yet; topics are created when it does");
                if (stopped.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
            declared.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
