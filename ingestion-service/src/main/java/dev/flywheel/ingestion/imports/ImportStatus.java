package dev.flywheel.ingestion.imports;

/// Where an import stands.
public enum ImportStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED
}
