package dev.flywheel.feature.online;

/// The online state cannot be asked now, as it starts or moves.
public final class OnlineStateAwayException extends RuntimeException {

    private final String pipeline;
    private final String state;

    public OnlineStateAwayException(String pipeline, String state) {
        this("The online state of %s is %s".formatted(pipeline, state), pipeline, state);
    }

    private OnlineStateAwayException(String message, String pipeline, String state) {
        super(message);
        this.pipeline = pipeline;
        this.state = state;
    }

    /// Another instance keeps that state, and did not tell it.
    static OnlineStateAwayException elsewhere(String pipeline, String address, String reason) {
        return new OnlineStateAwayException(
                "This part of the online state of %s is kept by %s, which did not tell it (%s)"
                        .formatted(pipeline, address, reason),
                pipeline,
                "ELSEWHERE");
    }

    public String pipeline() {
        return pipeline;
    }

    public String state() {
        return state;
    }
}
