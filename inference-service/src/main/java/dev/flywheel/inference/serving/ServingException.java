package dev.flywheel.inference.serving;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Why a model doesn't serve.
public abstract sealed class ServingException extends RuntimeException {

    private ServingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// No model is loaded yet.
    public static final class NoModelLoaded extends ServingException {

        public NoModelLoaded() {
            super("No model is loaded: train one and promote it", null);
        }
    }

    /// The model is known, but no version of it is loaded.
    public static final class ModelNotLoaded extends ServingException {

        private final String model;

        public ModelNotLoaded(String model, String status) {
            super("No version of model '%s' is loaded: %s".formatted(model, status), null);
            this.model = model;
        }

        public String model() {
            return model;
        }
    }

    /// There is no such model.
    public static final class ModelNotFound extends ServingException {

        private final String model;

        public ModelNotFound(String model, Collection<String> known) {
            super("There is no model '%s'; there are %s".formatted(model, known), null);
            this.model = model;
        }

        public String model() {
            return model;
        }
    }

    /// Several models are loaded and none of them is the default.
    public static final class NoDefaultModel extends ServingException {

        public NoDefaultModel(Collection<String> known) {
            super(
                    "Say which model, as in /models/{model}/predict: there are %s and none of them"
                                    .formatted(known)
                            + " is marked as default",
                    null);
        }
    }

    /// A version that was fetched and can't serve here.
    public static final class NotUsable extends ServingException {

        public NotUsable(String reason) {
            super(reason, null);
        }
    }

    /// A version that serves has no score for a row.
    public static final class NoScore extends ServingException {

        private final String model;
        private final int version;

        public NoScore(String model, int version, String why, @Nullable Throwable cause) {
            super(
                    "Version %d of '%s' has no score for this row: %s"
                            .formatted(version, model, why),
                    cause);
            this.model = model;
            this.version = version;
        }

        public String model() {
            return model;
        }

        public int version() {
            return version;
        }
    }

    /// The registry doesn't give a bundle.
    public static final class NotFetched extends ServingException {

        public NotFetched(String reason, @Nullable Throwable cause) {
            super(reason, cause);
        }
    }
}
