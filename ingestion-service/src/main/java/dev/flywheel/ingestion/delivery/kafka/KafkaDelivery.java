package dev.flywheel.ingestion.delivery.kafka;

import dev.flywheel.ingestion.delivery.BufferFullException;
import dev.flywheel.ingestion.delivery.Delivery;
import dev.flywheel.ingestion.delivery.DeliveryException;
import dev.flywheel.ingestion.delivery.KafkaAwayException;
import dev.flywheel.ingestion.delivery.Message;
import dev.flywheel.ingestion.delivery.MessageTooLargeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
            sent.add(sendWholeOrSmaller(message));
        }
        for (int i = 0; i < sent.size(); i++) {
            awaitWholeOrSmaller(messages.get(i), sent.get(i));
        }
    }

    /// Where this producer's own limit stops it.
    private CompletableFuture<?> sendWholeOrSmaller(Message message) {
        try {
            return send(message);
        } catch (MessageTooLargeException e) {
            return send(smaller(message, e));
        }
    }

    /// Where the broker's limit stops it, which it tells later.
    private void awaitWholeOrSmaller(Message message, CompletableFuture<?> sent) {
        try {
            await(sent);
        } catch (MessageTooLargeException e) {
            await(send(smaller(message, e)));
        }
    }

    private static Message smaller(Message message, MessageTooLargeException refusal) {
        Message smaller = message.smaller();
        if (smaller == null) {
            throw refusal;
        }
        return smaller;
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
            if (t instanceof RecordTooLargeException) {
                return new MessageTooLargeException(t);
            }
            cause = t;
        }
        return new KafkaAwayException(cause);
    }
}
