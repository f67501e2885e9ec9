package dev.flywheel.ingestion.imports.source;

import java.util.Objects;

/// There is no such source, or nothing of that path in it.
public final class SourceException extends RuntimeException {

    private final String field;

    SourceException(String field, String message) {
        super(message);
        this.field = field;
    }

    /// The member of the request that names it: `source` or `path`.
    public String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }
}
