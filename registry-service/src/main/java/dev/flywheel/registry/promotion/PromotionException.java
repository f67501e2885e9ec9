package dev.flywheel.registry.promotion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a change of what serves was refused.
public abstract sealed class PromotionException extends RuntimeException {

    private PromotionException(String message) {
        super(message);
    }

    /// The version's gate did not pass.
    public static final class GateFailedException extends PromotionException {

        private final String model;
        private final int version;
        private final transient List<String> reasons;

        GateFailedException(String model, int version, List<String> reasons) {
            super(
                    "Version %d of %s did not pass its gate: %s. Promote another version, or force this one with a reason at POST /models/%s/versions/%d/promote."
                            .formatted(version, model, String.join("; ", reasons), model, version));
            this.model = model;
            this.version = version;
            this.reasons = reasons;
        }

        public String model() {
            return model;
        }

        public int version() {
            return version;
        }

        public List<String> reasons() {
            return reasons;
        }
    }

    /// The version has no whole bundle that inference could load.
    public static final class VersionNotReadyException extends PromotionException {

        private final String model;
        private final int version;

        VersionNotReadyException(String model, int version, @Nullable String why) {
            super(
                    "Version %d of %s can't serve: %s"
                            .formatted(
                                    version,
                                    model,
                                    why == null ? "it has no bundle in the artifact store" : why));
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

    /// Forced without a reason.
    public static final class ReasonMissingException extends PromotionException {

        ReasonMissingException() {
            super("A forced promotion needs a reason; the audit trail keeps it.");
        }
    }

    /// There was no champion before this one.
    public static final class NothingToRollBackToException extends PromotionException {

        private final String model;

        NothingToRollBackToException(String model) {
            super("%s has no earlier champion to roll back to.".formatted(model));
            this.model = model;
        }

        public String model() {
            return model;
        }
    }
}
