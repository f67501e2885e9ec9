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

    /// Forced or rejected without a reason.
    public static final class ReasonMissingException extends PromotionException {

        /// @param what such as `A rejection`
        ReasonMissingException(String what) {
            super(what + " needs a reason; the audit trail keeps it.");
        }
    }

    /// The promotion waits for the approval of another person.
    public static final class ApprovalPendingException extends PromotionException {

        private final transient PromotionRequest request;

        ApprovalPendingException(PromotionRequest request) {
            super(
                    "The promotion of version %d of %s waits for a person other than %s, who has the scope models:promote: POST /models/%2$s/versions/%1$d/approve, or the same call again by that person. It lapses at %4$s."
                            .formatted(
                                    request.version(),
                                    request.model(),
                                    request.requestedBy(),
                                    request.lapsesAt()));
            this.request = request;
        }

        public PromotionRequest request() {
            return request;
        }
    }

    /// No promotion of the version waits for approval.
    public static final class RequestNotFoundException extends PromotionException {

        private final String model;
        private final int version;

        RequestNotFoundException(String model, int version) {
            super(
                    "No promotion of version %d of %s waits for approval: it was decided, it lapsed, or nobody has asked for it."
                            .formatted(version, model));
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

    /// Whoever asked for the promotion approves it, or a service does.
    public static final class SecondPersonNeededException extends PromotionException {

        private final String model;
        private final int version;
        private final String requestedBy;

        SecondPersonNeededException(String model, int version, String requestedBy) {
            super(
                    "The promotion of version %d of %s needs the approval of a person other than %s."
                            .formatted(version, model, requestedBy));
            this.model = model;
            this.version = version;
            this.requestedBy = requestedBy;
        }

        public String model() {
            return model;
        }

        public int version() {
            return version;
        }

        public String requestedBy() {
            return requestedBy;
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
