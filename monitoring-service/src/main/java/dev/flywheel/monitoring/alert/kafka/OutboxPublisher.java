package dev.flywheel.monitoring.alert.kafka;

import dev.flywheel.monitoring.alert.Outbox;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Sends the outbox's messages in order and removes those that Kafka acknowledged.
@Component
class OutboxPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final int BATCH = 100;
    private static final int ACKNOWLEDGED_SECONDS = 15;

    private final Outbox outbox;
    private final KafkaTemplate<String, byte[]> kafka;
    private final TransactionTemplate transaction;

    OutboxPublisher(
            Outbox outbox, KafkaTemplate<String, byte[]> kafka, TransactionTemplate transaction) {
        this.outbox = outbox;
        this.kafka = kafka;
        this.transaction = transaction;
    }

    @Scheduled(fixedDelayString = "${flywheel.monitoring.outbox-every}")
    void publish() {
        transaction.executeWithoutResult(_ -> {
            List<Outbox.Message> messages = outbox.next(BATCH);
            if (!messages.isEmpty() && acknowledged(messages)) {
                outbox.remove(messages);
            }
        });
    }

    private boolean acknowledged(List<Outbox.Message> messages) {
        try {
            CompletableFuture.allOf(
                            messages.stream()
                                    .map(message ->
                                            kafka.send(
                                                    message.topic(), message.key(), message.body()))
                                    .toArray(CompletableFuture<?>[]::new))
                    .get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("Kafka took no alerts, trying again cause={}", e.getMessage());
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
