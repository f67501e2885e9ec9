package dev.flywheel.monitoring.profile;

/// A version's reference can't be had now, so its predictions can't be counted yet.
public final class ReferenceUnavailableException extends RuntimeException {

    public ReferenceUnavailableException(String path, String reason) {
        super("The reference '%s' is not available: %s".formatted(path, reason));
    }
}
