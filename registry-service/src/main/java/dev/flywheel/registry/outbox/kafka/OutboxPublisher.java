package dev.flywheel.registry.outbox.kafka;

import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.outbox.Outbox;
import dev.flywheel.registry.outbox.OutboxAppended;
import dev.flywheel.registry.outbox.OutboxMessage;
import dev.flywheel.support.work.WorkLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Sends the outbox's messages one after the other, woken by each commit and by a slow clock.
///
/// A message is marked as sent only after every in-sync replica has it. While Kafka is away the
/// messages wait in the database.
@Component
class OutboxPublisher extends WorkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);

    private final Outbox outbox;
    private final RegistryTopics topics;
    private final KafkaTemplate<String, String> kafka;
    private final RegistryProperties.Outbox properties;

    OutboxPublisher(
            Outbox outbox,
            RegistryTopics topics,
            KafkaTemplate<String, String> kafka,
            RegistryProperties properties,
            MeterRegistry meters) {
        // Until what is under way is acknowledged or refused: cut off, it would be sent again.
        super("outbox", properties.outbox().poll(), properties.outbox().sendTimeout());
        this.outbox = outbox;
        this.topics = topics;
        this.kafka = kafka;
        this.properties = properties.outbox();
        meters.gauge("flywheel.registry.outbox.unsent", outbox, Outbox::unsent);
    }

    @TransactionalEventListener
    void wakeFor(OutboxAppended appended) {
        LOG.debug("Outbox has a message for {} of {}", appended.topic(), appended.key());
        wake();
    }

    @Override
    protected boolean look() {
        return topics.areDeclared() && outbox.relay(this::send) == Outbox.Relayed.SOME;
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
