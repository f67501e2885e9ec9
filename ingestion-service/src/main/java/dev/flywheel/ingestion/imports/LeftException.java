package dev.flywheel.ingestion.imports;

/// What was begun for an import was left, as the import is to stop or no longer ours.
final class LeftException extends Exception {

    private final transient ImportRun.End end;

    LeftException(ImportRun.End end) {
        super(end.name());
        this.end = end;
    }

    ImportRun.End end() {
        return end;
    }
}
