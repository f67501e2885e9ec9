package dev.flywheel.ingestion.imports.source;

/// There is no such source, or nothing of that path in it.
public final class SourceException extends RuntimeException {

    private final String field;
    private final String reason;

    SourceException(String field, String message) {
        super(message);
        this.field = field;
        this.reason = message;
    }

    /// The member of the request that names it: `source` or `path`.
    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
