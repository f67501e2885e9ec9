package dev.flywheel.pipeline.cel;

/// An expression has no value for these inputs: it asks for one that is missing, divides a whole
/// number by zero, reads a number in a text that has none, or exceeds its limits.
public final class CelFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    CelFailedException(String message) {
        super(message);
    }

    /// A failure is an answer here, not a surprise; many of them must be cheap.
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
