package dev.flywheel.feature.trainingdata;

/// How rows are written.
public enum SpineFormat {
    CSV,
    NDJSON,
    PARQUET
}
