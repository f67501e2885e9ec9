package dev.flywheel.inference.prediction;

import dev.flywheel.contracts.Quarantined.Reason;
import java.util.List;

/// Why a request is not answered with a prediction.
public abstract sealed class PredictionException extends RuntimeException {

    private PredictionException(String message) {
        super(message);
    }

    /// The body is no JSON object.
    public static final class NotAnObject extends PredictionException {

        public NotAnObject(String message) {
            super(message);
        }
    }

    /// The body is longer than a request may be.
    public static final class TooLong extends PredictionException {

        private final long limit;

        public TooLong(long limit) {
            super("The body has more than " + limit + " bytes");
            this.limit = limit;
        }

        public long limit() {
            return limit;
        }
    }

    /// Keys are missing, fields are unknown, or values are of a wrong type.
    public static final class InvalidRequest extends PredictionException {

        private final transient List<Reason> reasons;

        public InvalidRequest(List<Reason> reasons) {
            super("The request is not what the model's pipeline declares");
            this.reasons = List.copyOf(reasons);
        }

        /// Every mistake, not the first.
        public List<Reason> reasons() {
            return reasons;
        }
    }
}
