package dev.flywheel.support.http;

/// A body is over the limit. Not an [java.io.IOException], which JSON readers would take for bad
/// JSON.
final class BodyTooLargeException extends RuntimeException {

    private final long limit;

    BodyTooLargeException(long limit) {
        super("The body has more than the %d bytes that one request may bring".formatted(limit));
        this.limit = limit;
    }

    long limit() {
        return limit;
    }
}
