package dev.flywheel.ingestion.delivery.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/// Creates the topics as soon as Kafka answers, however long after this service started.
final class TopicDeclaration implements SmartLifecycle, BooleanSupplier {

    private static final Logger LOG = LoggerFactory.getLogger(TopicDeclaration.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaAdmin admin;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean started;
    private volatile boolean declared;

    TopicDeclaration(KafkaAdmin admin) {
        this.admin = admin;
    }

    @Override
    public boolean getAsBoolean() {
        return declared;
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
            do {
                declared = admin.initialize();
                if (!declared) {
                    LOG.warn("Kafka does not answer yet; topics are created when it does");
                }
            } while (!declared && !stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
