package dev.flywheel.registry.naming;

/// A value that no request may carry; the message says which, and what it may be.
public final class InvalidValueException extends RuntimeException {

    public InvalidValueException(String message) {
        super(message);
    }
}
