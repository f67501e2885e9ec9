package dev.flywheel.ingestion.delivery.kafka;

import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/// Delivers with an idempotent producer and `acks=all`.
final class KafkaDelivery implements Delivery {

    private final KafkaOperations<String, byte[]> kafka;
    private final BooleanSupplier topicsReady;

    /// @param topicsReady whether the topics exist; sending before would let the broker create them
    ///   with its own defaults
    KafkaDelivery(KafkaOperations<String, byte[]> kafka, BooleanSupplier topicsReady) {
        this.kafka = kafka;
        this.topicsReady = topicsReady;
    }

    @Override
    public void deliver(List<Message> messages) {
        if (!topicsReady.getAsBoolean()) {
            throw new KafkaAwayException("Kafka has not been reached since this service started");
        }
        List<CompletableFuture<?>> sent = new ArrayList<>(messages.size());
        for (Message message : messages) {
            sent.add(send(message));
        }
        sent.forEach(KafkaDelivery::await);
    }

    private CompletableFuture<?> send(Message message) {
        CompletableFuture<?> future;
        try {
            future = kafka.send(message.topic(), message.key(), message.value());
        } catch (KafkaException | org.apache.kafka.common.KafkaException e) {
            throw failure(e);
        }
        if (future.isCompletedExceptionally()) {
            // Refused at once: the rest would only wait for the same answer.
            await(future);
        }
        return future;
    }

    private static void await(CompletableFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaAwayException(e);
        }
    }

    private static DeliveryException failure(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BufferExhaustedException) {
                return new BufferFullException(t);
            }
            cause = t;
        }
        return new KafkaAwayException(cause);
    }
}
