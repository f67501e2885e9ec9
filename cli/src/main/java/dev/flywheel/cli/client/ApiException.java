package dev.flywheel.cli.client;

/// A service refused, or could not be reached; the message says which and why.
public final class ApiException extends RuntimeException {

    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The HTTP status; 0 if there was no answer.
    public int status() {
        return status;
    }
}
