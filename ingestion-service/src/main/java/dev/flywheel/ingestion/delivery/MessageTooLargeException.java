package dev.flywheel.ingestion.delivery;

/// Kafka takes no message that large, however often it is sent.
public final class MessageTooLargeException extends DeliveryException {

    public MessageTooLargeException(Throwable cause) {
        super("Kafka takes no message that large: " + cause.getMessage(), cause);
    }
}
