package dev.flywheel.model.scoring;

/// Bytes that are not a scoring plan.
public final class PlanFormatException extends RuntimeException {

    public PlanFormatException(String message) {
        super(message);
    }
}
