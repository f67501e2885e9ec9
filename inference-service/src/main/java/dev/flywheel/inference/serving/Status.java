package dev.flywheel.inference.serving;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a model's loader is doing.
///
/// @param version the version that it is about; null for none
/// @param reason why it waits or was refused; null otherwise
public record Status(Step step, @Nullable Integer version, @Nullable String reason) {

    /// The steps from hearing of a version to serving it.
    public enum Step {
        /// No version is to serve.
        IDLE,
        LOADING,
        /// Waiting for the online features to catch up.
        WAITING,
        SERVING,
        /// The version can't be used, or not fetched; it will be tried again.
        REFUSED
    }

    static final Status IDLE = new Status(Step.IDLE, null, null);

    static Status of(Step step, int version) {
        return new Status(step, version, null);
    }

    /// In words, for people.
    public String words() {
        String words = step.name().toLowerCase(Locale.ROOT);
        return (version == null ? words : words + " version " + version)
                + (reason == null ? "" : ": " + reason);
    }

    /// Whether there is nothing to wait for.
    boolean settled() {
        return switch (step) {
            case IDLE, SERVING, REFUSED -> true;
            case LOADING, WAITING -> false;
        };
    }
}
