package dev.flywheel.ingestion.event.web;

/// A request body over the limit.
final class BodyTooLargeException extends RuntimeException {

    private final int limit;

    BodyTooLargeException(int limit) {
        super("The body is larger than " + limit + " bytes");
        this.limit = limit;
    }

    int limit() {
        return limit;
    }
}
