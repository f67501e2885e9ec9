package dev.flywheel.feature.online;

/// The online state cannot be asked now, as it starts or moves.
public final class OnlineStateAwayException extends RuntimeException {

    private final String pipeline;
    private final String state;

    public OnlineStateAwayException(String pipeline, String state) {
        super("The online state of %s is %s".formatted(pipeline, state));
        this.pipeline = pipeline;
        this.state = state;
    }

    public String pipeline() {
        return pipeline;
    }

    public String state() {
        return state;
    }
}
