package dev.flywheel.cli.loop;

/// The loop did not do what it was asked; the message says what came instead.
public final class LoopException extends RuntimeException {

    public LoopException(String message) {
        super(message);
    }
}
