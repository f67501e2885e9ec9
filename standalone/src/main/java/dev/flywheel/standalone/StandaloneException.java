package dev.flywheel.standalone;

/// Something that the user can put right; the message says in one line what and how.
public final class StandaloneException extends RuntimeException {

    public StandaloneException(String advice) {
        super(advice);
    }

    public StandaloneException(String advice, Throwable cause) {
        super(advice, cause);
    }
}
