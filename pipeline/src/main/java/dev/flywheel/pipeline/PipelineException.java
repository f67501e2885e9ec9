package dev.flywheel.pipeline;

import java.util.List;
import java.util.stream.Collectors;

/// Pipeline files with mistakes, all of them.
public final class PipelineException extends RuntimeException {

    private final List<Mistake> mistakes;

    public PipelineException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::message).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }
}
