package dev.flywheel.ingestion.delivery;

/// Messages that were not acknowledged.
public abstract sealed class DeliveryException extends RuntimeException
        permits BufferFullException, KafkaAwayException, MessageTooLargeException {

    DeliveryException(String message, Throwable cause) {
        super(message, cause);
    }

    DeliveryException(String message) {
        super(message);
    }
}
