package dev.flywheel.ingestion.entity;

import java.util.Collection;
import java.util.List;

/// An entity was named that the pipeline doesn't declare.
public final class UnknownEntityException extends RuntimeException {

    private final String entity;
    private final List<String> declared;

    public UnknownEntityException(String pipeline, String entity, Collection<String> declared) {
        super(
                "Pipeline %s has no entity '%s'; it declares %s"
                        .formatted(pipeline, entity, declared));
        this.entity = entity;
        this.declared = List.copyOf(declared);
    }

    public String entity() {
        return entity;
    }

    public List<String> declared() {
        return declared;
    }
}
