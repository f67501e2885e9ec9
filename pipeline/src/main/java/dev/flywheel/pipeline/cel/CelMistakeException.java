package dev.flywheel.pipeline.cel;

import org.jspecify.annotations.Nullable;

/// An expression does not compile.
public final class CelMistakeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String unknownName;

    CelMistakeException(String message, @Nullable String unknownName) {
        super(message);
        this.unknownName = unknownName;
    }

    /// The name that it uses and nobody declared; null if something else is wrong.
    public @Nullable String unknownName() {
        return unknownName;
    }
}
