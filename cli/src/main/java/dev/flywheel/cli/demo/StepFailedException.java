package dev.flywheel.cli.demo;

import com.google.errorprone.annotations.FormatMethod;

/// A step of the demo did not show what it is there to show.
public final class StepFailedException extends RuntimeException {

    StepFailedException(String message) {
        super(message);
    }

    /// Asserts a fact.
    ///
    /// @throws StepFailedException if it does not hold
    @FormatMethod
    static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new StepFailedException(message.formatted(arguments));
        }
    }
}
