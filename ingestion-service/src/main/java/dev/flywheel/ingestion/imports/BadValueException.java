package dev.flywheel.ingestion.imports;

/// A row's value that can't be made into what the mapping asks for. Thrown and caught in this
/// package: the row goes to quarantine and the import goes on.
final class BadValueException extends RuntimeException {

    private final String reason;

    BadValueException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
