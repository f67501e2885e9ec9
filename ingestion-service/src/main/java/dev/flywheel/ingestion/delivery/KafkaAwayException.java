package dev.flywheel.ingestion.delivery;

/// Kafka doesn't acknowledge.
public final class KafkaAwayException extends DeliveryException {

    public KafkaAwayException(Throwable cause) {
        super("Kafka does not acknowledge: " + cause.getMessage(), cause);
    }

    public KafkaAwayException(String why) {
        super(why);
    }
}
