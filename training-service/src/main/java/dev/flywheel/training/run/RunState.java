package dev.flywheel.training.run;

/// Where a run is: waiting, at a step, or at its end.
public enum RunState {
    QUEUED(Kind.WAITING),
    SNAPSHOT(Kind.STEP),
    VALIDATE(Kind.STEP),
    TRAIN(Kind.STEP),
    EVALUATE(Kind.STEP),
    REGISTER(Kind.STEP),
    PROMOTE(Kind.STEP),
    /// Registered, the gate passed, and promoted if that was asked for.
    SUCCEEDED(Kind.END),
    /// Registered, but the gate did not pass: a normal end.
    REJECTED(Kind.END),
    /// An expectation stopped it.
    HALTED(Kind.END),
    FAILED(Kind.END),
    CANCELLED(Kind.END);

    private enum Kind {
        WAITING,
        STEP,
        END
    }

    private final Kind kind;

    RunState(Kind kind) {
        this.kind = kind;
    }

    /// Whether the run is at one of its steps.
    public boolean isStep() {
        return kind == Kind.STEP;
    }

    /// Whether nothing follows.
    public boolean isEnd() {
        return kind == Kind.END;
    }
}
