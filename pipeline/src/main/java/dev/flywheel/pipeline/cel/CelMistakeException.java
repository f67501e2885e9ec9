package dev.flywheel.pipeline.cel;

import org.jspecify.annotations.Nullable;

/// An expression does not compile, or can't be meant.
public final class CelMistakeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable String unknownName;
    private final boolean function;

    CelMistakeException(String message) {
        this(message, null, false);
    }

    private CelMistakeException(String message, @Nullable String unknownName, boolean function) {
        super(message);
        this.unknownName = unknownName;
        this.function = function;
    }

    static CelMistakeException unknownName(String name) {
        return new CelMistakeException("unknown name '%s'".formatted(name), name, false);
    }

    static CelMistakeException unknownFunction(String name) {
        return new CelMistakeException("there is no function '%s'".formatted(name), name, true);
    }

    /// The name that it uses and nobody declared; null if something else is wrong.
    public @Nullable String unknownName() {
        return unknownName;
    }

    /// Whether the unknown name is that of a function.
    public boolean isFunction() {
        return function;
    }
}
