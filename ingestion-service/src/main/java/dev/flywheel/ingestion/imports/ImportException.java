package dev.flywheel.ingestion.imports;

/// Why an import can't be started or shown.
public abstract sealed class ImportException extends RuntimeException
        permits ImportRefusedException, ImportNotFoundException {

    ImportException(String message) {
        super(message);
    }
}
