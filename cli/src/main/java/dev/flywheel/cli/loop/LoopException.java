package dev.flywheel.cli.loop;

import dev.flywheel.cli.ExitCode;

/// The loop did not do what it was asked; the message says what came instead.
public final class LoopException extends RuntimeException {

    private final ExitCode code;

    public LoopException(String message) {
        this(ExitCode.ERROR, message);
    }

    public LoopException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    /// What the command came to.
    public ExitCode code() {
        return code;
    }
}
