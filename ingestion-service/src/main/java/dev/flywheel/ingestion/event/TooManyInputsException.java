package dev.flywheel.ingestion.event;

/// A body with more inputs than one request may bring, however small they are.
public final class TooManyInputsException extends RuntimeException {

    private final int limit;

    TooManyInputsException(int limit) {
        super("The body has more than " + limit + " inputs");
        this.limit = limit;
    }

    public int limit() {
        return limit;
    }
}
