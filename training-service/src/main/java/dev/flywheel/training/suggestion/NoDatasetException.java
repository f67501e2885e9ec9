package dev.flywheel.training.suggestion;

/// No run of the pipeline has made a dataset yet.
public final class NoDatasetException extends RuntimeException {

    private final String pipeline;

    NoDatasetException(String pipeline) {
        super(
                "Pipeline %s has no dataset yet: train it once; a run that is halted is enough"
                        .formatted(pipeline));
        this.pipeline = pipeline;
    }

    public String pipeline() {
        return pipeline;
    }
}
