package dev.flywheel.ingestion.imports;

/// There is no such import in this pipeline.
public final class ImportNotFoundException extends ImportException {

    public ImportNotFoundException(String pipeline, String id) {
        super("Pipeline %s has no import '%s'".formatted(pipeline, id));
    }
}
