package dev.flywheel.pipeline.imports;

/// A row's value that can't be made into what the mapping asks for: the row goes to quarantine and
/// the import goes on.
public final class BadValueException extends RuntimeException {

    private final String reason;

    public BadValueException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
