package dev.flywheel.ingestion.delivery;

/// More comes in than Kafka takes, and the producer's buffer has no room.
public final class BufferFullException extends DeliveryException {

    public BufferFullException(Throwable cause) {
        super("The producer's buffer is full", cause);
    }
}
