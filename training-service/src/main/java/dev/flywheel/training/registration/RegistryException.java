package dev.flywheel.training.registration;

/// The registry answered with something that can't be used.
public final class RegistryException extends RuntimeException {

    RegistryException(String message) {
        super(message);
    }
}
