package dev.flywheel.pipeline;

import java.util.Collection;
import java.util.List;

/// A pipeline was asked for that no file declares.
public final class UnknownPipelineException extends RuntimeException {

    private final String pipeline;
    private final List<String> declared;

    public UnknownPipelineException(String pipeline, Collection<String> declared) {
        super("There is no pipeline '%s'; declared are %s".formatted(pipeline, declared));
        this.pipeline = pipeline;
        this.declared = List.copyOf(declared);
    }

    public String pipeline() {
        return pipeline;
    }

    public List<String> declared() {
        return declared;
    }
}
