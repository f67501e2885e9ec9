package dev.flywheel.registry.outbox.kafka;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.outbox.OutboxAppended;
import dev.flywheel.registry.outbox.OutboxMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Sends the outbox's messages one after the other, woken by each commit and by a slow clock.
///
/// A message is marked as sent only after every in-sync replica has it. While Kafka is away the
/// messages wait in the database.
@Component
class OutboxPublisher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);

    private final Outbox outbox;
    private final RegistryTopics topics;
    private final KafkaTemplate<String, String> kafka;
    private final RegistryProperties.Outbox properties;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running;
    private volatile Thread thread = Thread.ofVirtual().unstarted(this::run);

    OutboxPublisher(
            Outbox outbox,
            RegistryTopics topics,
            KafkaTemplate<String, String> kafka,
            RegistryProperties properties,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.topics = topics;
        this.kafka = kafka;
        this.properties = properties.outbox();
        meters.gauge("flywheel.registry.outbox.unsent", outbox, Outbox::unsent);
    }

    @TransactionalEventListener
    void wakeUp(OutboxAppended appended) {
        LOG.debug("Outbox has a message for {} of {}", appended.topic(), appended.key());
        wakeUps.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("outbox").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(properties.sendTimeout());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                boolean more = relay();
                if (!more
                        && wakeUps.tryAcquire(
                                properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// Relays once. This is the edge of the thread: whatever fails, such as the database, is tried
    /// again.
    ///
    /// @return whether more may be left that can be sent now
    private boolean relay() {
        try {
            return topics.areDeclared() && outbox.relay(this::send) == Outbox.Relayed.SOME;
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("The outbox can't be relayed and is tried again");
            return false;
        }
    }

    private boolean send(OutboxMessage message) {
        try {
            kafka.send(message.topic(), message.key(), message.payload())
                    .get(properties.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("key", message.key())
                    .log(
                            "Kafka did not take a message, which waits in the outbox: {}",
                            e.toString());
            return false;
        }
    }
}
